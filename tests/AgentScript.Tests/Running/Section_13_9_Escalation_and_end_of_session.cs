namespace AgentScript.Tests.Running;

public sealed class Section_13_9_Escalation_and_end_of_session
{
    private const string Connection = """
        connection messaging:
            outbound_route_type: "OmniChannelFlow"
            outbound_route_name: "flow://Desk"
            escalation_message: "One moment, a colleague takes over."

        """;

    private const string Script = """
        variables:
            left: mutable string = ""
        start_agent desk:
            description: "Desk"
            reasoning:
                instructions: ->
                    | Work.
                actions:
                    human: @utils.escalate
                        description: "Customer asks for a person"
                    bye: @utils.end_session
                    keep: @utils.setVariables
                        with left=...
            after_reasoning:
                set @variables.left = @variables.left + "!"
        """;

    [Fact]
    public void The_model_passes_the_conversation_on_and_the_connection_says_so()
    {
        var talk = new Talk(Connection + Script).Model(Talk.Calls(("human", new { })));
        Assert.Equal(new Handoff("Customer asks for a person", "One moment, a colleague takes over."), talk.Says("a person!"));
        Assert.Equal("!", talk.Variable("left"));
    }

    [Fact]
    public void Without_a_connection_a_person_takes_over_all_the_same_and_the_trace_says_what_is_missing()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("human", new { })));
        Assert.Equal("I am passing this to a person, who will get back to you.", Assert.IsType<Handoff>(talk.Says("a person!")).Text);
        Assert.Contains("no connection", talk.Traced("failed"), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_calls_of_the_same_answer_are_made_first()
    {
        var talk = new Talk(Connection + Script).Model(Talk.Calls(("human", new { }), ("keep", new { left = "note" })));
        Assert.IsType<Handoff>(talk.Says("hi"));
        Assert.Equal("note!", talk.Variable("left"));
    }

    [Fact]
    public void A_session_ends_with_the_models_next_answer()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("bye", new { })), Talk.Text("Have a nice day."));
        Assert.Equal(new EndSession("Have a nice day.") { Class = "internal" }, talk.Says("bye"));
    }

    [Fact]
    public void Or_with_what_it_said_when_it_ended_it()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("bye", new { })) with { Text = "See you." });
        Assert.Equal(new EndSession("See you.") { Class = "internal" }, talk.Says("bye"));
        Assert.Single(talk.Asked);
    }

    [Fact]
    public void A_goodbye_without_words_has_some() => Assert.Equal(new EndSession("Goodbye."), new Talk(Script).Model(Talk.Calls(("bye", new { })), Talk.Text("")).Says("bye"));

    [Theory]
    [InlineData("run @utils.escalate", "escalated in desk", "One moment, a colleague takes over.")]
    [InlineData("transition to @utils.escalate", "escalated in desk", "One moment, a colleague takes over.")]
    [InlineData("run @utils.escalate\n                with reason=\"angry \" + @variables.left, message=\"Coming.\"", "angry ", "Coming.")]
    public void Instructions_may_escalate(string line, string reason, string text)
    {
        var talk = new Talk(Connection + Script.Replace("| Work.", line, StringComparison.Ordinal));
        Assert.Equal(new Handoff(reason, text), talk.Says("hi"));
        Assert.Empty(talk.Asked);
    }

    [Fact]
    public void After_reasoning_may_escalate_and_the_answer_is_still_said()
    {
        var talk = new Talk(Connection + Script.Replace("set @variables.left = @variables.left + \"!\"", "run @utils.escalate", StringComparison.Ordinal)).Model(Talk.Text("Answer."));
        Assert.Equal("Answer.\n\nOne moment, a colleague takes over.", Assert.IsType<Handoff>(talk.Says("hi")).Text);
    }
}
