using AgentScript.Running;

namespace AgentScript.Tests.Running;

public sealed class Section_13_11_Failure_guards_trace
{
    private const string Script = """
        system:
            messages:
                error: | Sorry, {!@variables.left}
        variables:
            left: mutable string = ""
            got: mutable string = "nothing"
        start_agent desk:
            description: "Desk"
            actions:
                look:
                    inputs:
                        q: string
                            is_required: True
                    outputs:
                        y: string
                    target: "api://look"
            reasoning:
                instructions: ->
                    run @actions.look
                        with q="1"
                        set @variables.got = @outputs.y
                    | Got {!@variables.got}.
                actions:
                    look: @actions.look
                        with q=...
                        set @variables.got = @outputs.y
                    again: @utils.transition to @subagent.loop
            after_reasoning:
                set @variables.left = @variables.left + "!"
        subagent loop:
            description: "Loop"
            before_reasoning:
                transition to @subagent.loop
        """;

    private static readonly string Quiet = Script.Replace("run @actions.look\n                with q=\"1\"\n                set @variables.got = @outputs.y\n            ", "", StringComparison.Ordinal);

    [Fact]
    public void A_deterministic_run_that_fails_skips_its_callback_is_recorded_and_the_rest_goes_on()
    {
        var talk = new Talk(Script).Fails("api://look", "timeout");
        talk.Says("hi");
        Assert.Equal("Got nothing.", talk.Asked.Single().Instructions);
        Assert.Equal("look: timeout", talk.Traced("failed"));
    }

    [Fact]
    public void A_tool_that_fails_is_an_error_result_and_its_callback_is_skipped()
    {
        var talk = new Talk(Script).Fails("api://look", "not_found").Model(Talk.Calls(("look", new { q = "x" })), Talk.Text("No."));
        Assert.Equal("No.", talk.Reply("hi"));
        Assert.Equal("""{"error":"not_found"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("nothing", talk.Variable("got"));
    }

    [Fact]
    public void A_missing_required_input_of_a_deterministic_run_fails_the_action()
    {
        var talk = new Talk(Script.Replace("with q=\"1\"", "with q=...", StringComparison.Ordinal)).Tool("api://look", new { y = "x" });
        talk.Says("hi");
        Assert.Empty(talk.Called);
        Assert.Equal("look: missing_input", talk.Traced("failed"));
    }

    [Theory]
    [InlineData("with q=\"1\"", "with q=@variables.got.field", "invalid_input")]
    [InlineData("target: \"api://look\"", "label: \"no target\"", "no_target")]
    [InlineData("run @actions.look", "run @actions.gone", "unknown_action")]
    public void An_action_that_cannot_be_called_fails(string from, string to, string reason)
    {
        var talk = new Talk(Script.Replace(from, to, StringComparison.Ordinal));
        Assert.NotNull(talk.Reply("hi"));
        Assert.Contains($": {reason}", talk.Traced("failed"), StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_model_calls_are_what_one_activation_may_make()
    {
        var talk = new Talk(Quiet) { Otherwise = _ => Talk.Calls(("look", new { q = "x" })) }.Tool("api://look", new { y = "x" });
        // after_reasoning runs after a failure too, before the message is written.
        Assert.Equal("Sorry, !", talk.Reply("hi"));
        Assert.Equal(8, talk.Asked.Count());
        Assert.Equal("model calls", talk.Traced("limit"));
    }

    [Fact]
    public void Twenty_model_calls_are_what_one_turn_may_make()
    {
        var script = """
            start_agent a:
                description: "A"
                reasoning:
                    instructions: ->
                        | A.
                    actions:
                        note: @utils.setVariables
                            with x="1"
                        again: @utils.transition to @subagent.a
            """;
        var asked = 0;
        var talk = new Talk(script) { Otherwise = _ => Talk.Calls((++asked % 5 == 0 ? "again" : "note", new { })) };
        Assert.NotNull(talk.Reply("hi"));
        Assert.Equal(20, talk.Asked.Count());
        // The next turn has its own.
        Assert.NotNull(talk.Model(Talk.Text("Fine.")).Reply("hi"));
    }

    [Fact]
    public void Eight_transitions_are_what_one_turn_may_take()
    {
        var talk = new Talk(Quiet).Model(Talk.Calls(("again", new { })));
        Assert.Equal("Sorry, !", talk.Reply("hi"));
        Assert.Equal(8, talk.Trace.Count(t => t is { Kind: "enter", Name: "loop" }));
        Assert.Equal("transitions", talk.Traced("limit"));
    }

    [Fact]
    public void Two_thousand_operations_are_what_one_turn_may_do_and_the_hook_gets_a_few_more()
    {
        var lines = string.Join("\n", Enumerable.Repeat("        set @variables.n = @variables.n + 1", 2_100));
        var talk = new Talk($"variables:\n    n: mutable number = 0\n    hook: mutable boolean = False\nstart_agent a:\n    description: \"A\"\n    before_reasoning:\n{lines}\n    after_reasoning:\n        set @variables.hook = True\n");
        Assert.StartsWith("I am sorry", talk.Reply("hi")!, StringComparison.Ordinal);
        Assert.Equal(("2000", "true"), (talk.Variable("n"), talk.Variable("hook")?.ToLowerInvariant()));
        Assert.Equal(Limits.TraceRecords, talk.Trace.Count);
    }

    [Fact]
    public void A_hook_without_an_end_ends()
    {
        var lines = string.Join("\n", Enumerable.Repeat("        set @variables.n = @variables.n + 1", 2_500));
        var talk = new Talk($"variables:\n    n: mutable number = 0\nstart_agent a:\n    description: \"A\"\n    before_reasoning:\n{lines}\n    after_reasoning:\n{lines}\n");
        Assert.StartsWith("I am sorry", talk.Reply("hi")!, StringComparison.Ordinal);
        Assert.Equal("2200", talk.Variable("n"));
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("no_model")]
    public void A_model_that_fails_ends_the_turn_with_the_error_message_and_after_reasoning_runs(string failure)
    {
        var talk = new Talk(Quiet).Model(new ModelAnswer(null, [], failure));
        Assert.Equal("Sorry, !", talk.Reply("hi"));
        Assert.Equal($"model: {failure}", talk.Traced("failed"));
    }

    [Fact]
    public void An_answer_without_words_and_calls_is_a_failure()
    {
        var talk = new Talk(Quiet).Model(Talk.Text("  "));
        Assert.Equal("Sorry, !", talk.Reply("hi"));
        Assert.Equal("model: empty_answer", talk.Traced("failed"));
    }

    [Fact]
    public void The_trace_says_what_ran_and_holds_no_words_of_the_customer()
    {
        var talk = new Talk(Script).Tool("api://look", new { y = "secret words" }).Model(Talk.Calls(("look", new { q = "private" })), Talk.Text("Done."));
        talk.Says("my private words");
        Assert.Equal(
            ["enter desk 7", "run look 19", "set got 21", "model desk 7", "tool look 24", "set got 26", "run look 19", "set got 21", "model desk 7", "set left 29"],
            talk.Trace.Select(t => $"{t.Kind} {t.Name} {t.Line}"));
        Assert.DoesNotContain(talk.Trace, t => t.Name.Contains("private", StringComparison.Ordinal) || t.Name.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void The_position_is_a_place_one_can_read()
    {
        var talk = new Talk(Script).Tool("api://look", new { y = "x" });
        var positions = new List<string>();
        talk.Between = frame =>
        {
            positions.Add(frame.Position);
            return frame;
        };
        talk.Says("hi");
        Assert.Equal(["start", "desk/instructions:19", "desk/model:7"], positions);
        Assert.Equal("desk/after:29", talk.Frame.Position);
    }
}
