namespace AgentScript.Tests.Running;

public sealed class Section_13_6_Transitions
{
    private const string Script = """
        variables:
            seen: mutable string = ""
        start_agent a:
            description: "A"
            reasoning:
                instructions: ->
                    | Prompt of A.
                actions:
                    go: @utils.transition to @subagent.b
                    again: @utils.transition to @start_agent.a
                    away: @utils.transition to @connected_subagent.Visa
                    keep: @utils.setVariables
                        with seen=...
        subagent b:
            description: "B"
            before_reasoning:
                set @variables.seen = @variables.seen + "b"
            reasoning:
                instructions: ->
                    | Prompt of B {!@variables.seen}.
        connected_subagent Visa:
            target: "agent://Visa_Agent"
            loading_text: "Asking"
            inputs:
                note: string = @variables.seen
            after_response:
                set @variables.seen = "visa"
        """;

    [Fact]
    public void Variables_and_history_stay_and_the_prompt_is_dropped()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("keep", new { seen = "x" })), Talk.Calls(("go", new { })));
        talk.Says("hi");
        Assert.Equal("Prompt of B xb.", talk.Asked.Last().Instructions);
        Assert.Equal(["keep", "go"], talk.Asked.Last().Exchanges.Select(e => e.Calls.Single().Name));
    }

    [Fact]
    public void A_node_may_lead_to_itself_and_starts_from_the_top()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("again", new { })));
        talk.Says("hi");
        Assert.Equal(["a", "a"], talk.Trace.Where(t => t.Kind == "enter").Select(t => t.Name));
    }

    [Fact]
    public void Control_does_not_return_and_the_next_turn_begins_at_start_agent()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("go", new { })));
        talk.Says("hi");
        talk.Says("next");
        Assert.Equal(["a", "b", "a"], talk.Asked.Select(a => a.Node));
    }

    [Fact]
    public void A_transition_to_another_agent_hands_it_the_turn()
    {
        var talk = new Talk(Script) { Agent = _ => new AgentAnswer("No visa needed.") }.Model(Talk.Calls(("keep", new { seen = "x" })), Talk.Calls(("away", new { })));
        Assert.Equal("No visa needed.", talk.Reply("visa for Peru?"));
        var call = talk.Effects.OfType<CallAgent>().Single();
        Assert.Equal(("agent://Visa_Agent", "visa for Peru?", "Asking", """{"note":"x"}"""), (call.Target, call.Text, call.Loading, call.Inputs.GetRawText()));
        Assert.Equal("visa", talk.Variable("seen"));
    }

    [Fact]
    public void A_target_that_does_not_exist_is_not_offered_and_in_a_procedure_ends_with_the_error_message()
    {
        var talk = new Talk("""
            start_agent a:
                description: "A"
                reasoning:
                    instructions: ->
                        transition to @subagent.nowhere
            """);
        Assert.Equal("I am sorry, something went wrong on our side. Please try again.", talk.Reply("hi"));
        Assert.Contains("unknown_node", talk.Traced("failed"), StringComparison.Ordinal);
    }
}
