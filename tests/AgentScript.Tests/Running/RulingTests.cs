namespace AgentScript.Tests.Running;

/// <summary>Rules of RULINGS.md that no other test names.</summary>
public sealed class RulingTests
{
    [Fact]
    public void A_turn_given_up_for_something_else_runs_no_hook()
    {
        var talk = new Talk("""
            variables:
                x: mutable number
                left: mutable string = ""
            start_agent a:
                description: "A"
                reply: ->
                    collect @variables.x
                        message: "How many?"
                    | {!@variables.x}
                after_reasoning:
                    set @variables.left = "a"
            subagent b:
                description: "B"
                intent:
                    words:
                        - "other"
                        - "?!"
                    examples:
                        - "..."
                        - "where is it"
                reply: ->
                    | B.
            """);
        talk.Says("hi");
        Assert.Equal("", talk.Variable("left"));
        Assert.Equal("B.", talk.Reply("something other"));
        Assert.Equal("", talk.Variable("left"));
        // Neither signs nor words that say nothing are like an example; the same words are one.
        Assert.IsType<Ask>(talk.Says("?! ..."));
        Assert.IsType<Ask>(talk.Says("where is my thing, is it there"));
        Assert.Equal("B.", talk.Reply("Where is it?"));
    }

    [Fact]
    public void Another_identifying_slot_of_the_waiting_node_starts_it_afresh()
    {
        var talk = new Talk("""
            variables:
                order: mutable string
                mail: mutable string
            start_agent a:
                description: "A"
                intent:
                    slots:
                        order: string
                            pattern: "W([0-9]+)"
                            identifies: True
                        mail: string
                            pattern: "[a-z]+@[a-z.]+"
                reply: ->
                    collect @variables.order
                        message: "Which order?"
                    collect @variables.mail
                        message: "Which address?"
                    | {!@variables.order} {!@variables.mail}
            """);
        Assert.Equal(new Ask("Which address?"), talk.Says("W1"));
        Assert.Equal(new Ask("Which address?"), talk.Says("sorry, I mean W2"));
        Assert.Equal("2 a@b.c", talk.Reply("a@b.c"));
    }

    [Theory]
    [InlineData("W1, and it is a@b.c", "1 a@b.c")]
    [InlineData("W1", null)]
    public void An_answer_that_says_more_is_not_asked_for_the_rest(string answer, string? reply)
    {
        var talk = new Talk("""
            start_agent front:
                description: "Front"
                reply: ->
                    | Front.
            subagent a:
                description: "A"
                intent:
                    words:
                        - "begin"
                    slots:
                        order: string
                            pattern: "W([0-9]+)"
                        mail: string
                            pattern: "[a-z]+@[a-z.]+"
                reply: ->
                    collect @variables.order
                        message: "Which order?"
                    collect @variables.mail
                        message: "Which address?"
                    | {!@variables.order} {!@variables.mail}
            """);
        Assert.Equal(new Ask("Which order?"), talk.Says("begin"));
        Assert.Equal(reply, (talk.Says(answer) as Reply)?.Text);
    }

    private const string Family = """
        variables:
            log: mutable string = ""
        start_agent a:
            description: "A"
            reasoning:
                instructions: ->
                    | A.
                actions:
                    ask: @subagent.b
            after_reasoning:
                set @variables.log = @variables.log + "a"
        subagent b:
            description: "B"
            reply: ->
                | So.
                LINE
            after_reasoning:
                set @variables.log = @variables.log + "b"
        subagent loop:
            description: "Loop"
            reply: ->
                transition to @subagent.loop
        """;

    [Theory]
    [InlineData("run @utils.escalate", typeof(Handoff), "So.\n\nI am passing this to a person, who will get back to you.")]
    [InlineData("run @utils.end_session", typeof(EndSession), "So.")]
    [InlineData("transition to @subagent.loop", typeof(Reply), "I am sorry, something went wrong on our side. Please try again.")]
    public void What_ends_the_turn_in_a_child_ends_it_for_all_and_the_innermost_hook_runs_first(string line, Type effect, string text)
    {
        var talk = new Talk(Family.Replace("LINE", line, StringComparison.Ordinal)).Model(Talk.Calls(("ask", new { })), Talk.Text("Never."));
        var last = talk.Says("hi");
        Assert.IsType(effect, last);
        Assert.Equal(text, ((ISpoken)last).Text);
        Assert.Equal("ba", talk.Variable("log"));
    }

    [Fact]
    public void An_escalation_on_the_way_out_does_not_replace_the_first_way()
    {
        var talk = new Talk("""
            start_agent a:
                description: "A"
                before_reasoning:
                    transition to @subagent.b
                after_reasoning:
                    run @utils.escalate
            subagent b:
                description: "B"
                reply: ->
                    | B.
            """);
        Assert.Equal("B.", talk.Reply("hi"));
        Assert.Contains("Handoff", talk.Traced("ignored"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("before_reasoning:\n        | Text.", "text")]
    [InlineData("before_reasoning:\n        collect @variables.x\n            message: \"X?\"", "collect")]
    [InlineData("before_reasoning:\n        run @subagent.b", "run")]
    [InlineData("before_reasoning:\n        set @outputs.x = 1", "set")]
    public void A_line_where_it_cannot_stand_is_passed_over(string lines, string traced)
    {
        var talk = new Talk($"start_agent a:\n    description: \"A\"\n    {lines}\n    reply: ->\n        | A.\n");
        Assert.Equal("A.", talk.Reply("hi"));
        Assert.Equal(traced, talk.Traced("failed"));
    }

    [Fact]
    public void Response_formats_are_no_tools()
    {
        var talk = new Talk("""
            connection messaging:
                reasoning:
                    instructions: "Use cards."
                    response_actions:
                        card: @response_formats.card
                response_formats:
                    card:
                        description: "A card"
                        inputs:
                            title: string
            start_agent a:
                description: "A"
                reasoning:
                    instructions: ->
                        | A.
            """);
        talk.Says("hi");
        Assert.Empty(talk.Asked.Single().Tools);
    }

    [Fact]
    public void The_session_stays_in_its_own_node_and_not_in_a_delegated_one()
    {
        var talk = new Talk("config:\n    additional_parameter__reset_to_initial_node: False\n" + Family.Replace("LINE", "| B.", StringComparison.Ordinal)).Model(Talk.Calls(("ask", new { })), Talk.Text("Done."));
        talk.Says("hi");
        talk.Says("again");
        Assert.All(talk.Asked, asked => Assert.Equal("a", asked.Node));
    }

    [Fact]
    public void An_input_the_script_binds_is_not_the_models_to_change_and_one_without_a_type_that_fits_is_passed_on()
    {
        var talk = new Talk("""
            start_agent a:
                description: "A"
                actions:
                    look:
                        inputs:
                            n: number
                        target: "api://look"
                reasoning:
                    instructions: ->
                        | A.
                    actions:
                        look: @actions.look
                            with n="many", extra=1
            """).Model(Talk.Calls(("look", new { n = 5, other = 1 })));
        talk.Says("hi");
        Assert.Equal("""{"n":"many","extra":1}""", talk.Called.Single().Arguments.GetRawText());
    }

    [Fact]
    public void A_required_schema_of_what_the_model_fills_in()
    {
        var talk = new Talk("""
            variables:
                a: mutable string
                b: mutable number
            start_agent x:
                description: "X"
                actions:
                    look:
                        inputs:
                            must: string
                            may: string
                                is_required: False
                            has: string = "d"
                            no: list[integer]
                        target: "api://look"
                reasoning:
                    instructions: ->
                        | X.
                    actions:
                        look: @actions.look
                            with must=..., may=..., has=...
                        both: @utils.setVariables
                            with a=..., b=...
                        one: @utils.setVariables
                            with a=...
            """);
        talk.Says("hi");
        Assert.Equal(["[\"must\"]", "[]", "[\"a\"]"], talk.Asked.Single().Tools.Select(t => t.Parameters.GetProperty("required").GetRawText()));
    }
}
