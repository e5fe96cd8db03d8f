namespace AgentScript.Tests.Running;

/// <summary>Answers without a model.</summary>
public sealed class ReplyTests
{
    private static Talk Reply(string lines, string more = "") => new(
        "variables:\n    a: mutable string = \"x\"\n    none: mutable object\n    log: mutable string = \"\"\nstart_agent d:\n    description: \"D\"\n    actions:\n"
        + "        look:\n            inputs:\n                q: string\n                    is_required: True\n            outputs:\n                y: string\n            target: \"api://look\"\n"
        + "        wipe:\n            description: \"Wipes everything.\"\n            require_user_confirmation: True\n            target: \"api://wipe\"\n"
        + "    before_reasoning:\n        set @variables.log = \"b\"\n    reply: ->\n" + string.Concat(lines.Split('\n').Select(l => "        " + l + "\n")) + "    after_reasoning:\n        set @variables.log = @variables.log + \"a\"\n" + more);

    [Fact]
    public void The_templates_joined_are_the_answer_and_the_hooks_run()
    {
        var talk = Reply("| One {!@variables.a}.\nif @variables.a == \"x\":\n    | Two.\n| Three.");
        Assert.Equal("One x.\nTwo.\nThree.", talk.Reply("hi"));
        Assert.Empty(talk.Asked);
        Assert.Equal("ba", talk.Variable("log"));
    }

    [Fact]
    public void A_run_that_fails_goes_its_own_way()
    {
        var talk = Reply("run @actions.look\n    with q=\"1\"\n    set @variables.a = @outputs.y\n    on failure\n        | Failed: {!@outputs.reason} {!@outputs.outcome}.\n| End {!@variables.a}.").Fails("api://look", "not_found");
        Assert.Equal("Failed: not_found failed.\nEnd x.", talk.Reply("hi"));
    }

    [Fact]
    public void And_one_that_does_not_fail_does_not()
    {
        var talk = Reply("run @actions.look\n    with q=\"1\"\n    set @variables.a = @outputs.y\n    on failure\n        | Failed.\n| End {!@variables.a}.").Tool("api://look", new { y = "found" });
        Assert.Equal("End found.", talk.Reply("hi"));
    }

    [Fact]
    public void A_result_nobody_knows_is_a_failure()
    {
        var talk = Reply("run @actions.look\n    with q=\"1\"\n    on failure\n        | {!@outputs.reason}, {!@outputs.outcome}").Tool("api://look", _ => new ToolResult("unknown", default));
        Assert.Equal("unknown, unknown", talk.Reply("hi"));
    }

    [Fact]
    public void A_missing_input_is_a_failure_and_nothing_is_called()
    {
        var talk = Reply("run @actions.look\n    with q=None\n    on failure\n        | {!@outputs.reason}");
        Assert.Equal("missing_input", talk.Reply("hi"));
        Assert.Empty(talk.Called);
    }

    [Fact]
    public void An_escalation_ends_the_turn_with_what_was_said_and_the_message()
    {
        var talk = Reply("| So far.\nrun @utils.escalate\n    with reason=\"because \" + @variables.a\n    with message=\"A person comes.\"\n| Never.");
        Assert.Equal(new Handoff("because x", "So far.\n\nA person comes."), talk.Says("hi"));
        Assert.Equal("ba", talk.Variable("log"));
    }

    [Fact]
    public void The_end_of_the_session_too()
    {
        var talk = Reply("run @utils.end_session\n    with message=\"Bye.\"\n| Never.");
        Assert.Equal(new EndSession("Bye."), talk.Says("hi"));
        Assert.Equal("ba", talk.Variable("log"));
    }

    [Fact]
    public void What_was_said_before_a_transition_stays_said()
    {
        var talk = Reply("| First.\ntransition to @subagent.e", "subagent e:\n    description: \"E\"\n    reasoning:\n        instructions: ->\n            | E.\n").Model(Talk.Text("Second."));
        Assert.Equal("First.\n\nSecond.", talk.Reply("hi"));
    }

    [Fact]
    public void A_sentence_with_a_hole_is_not_said()
    {
        var talk = Reply("| First.\n| Its field is {!@variables.none.field}.");
        Assert.StartsWith("I am sorry", talk.Reply("hi")!, StringComparison.Ordinal);
        Assert.Contains("expression", talk.Traced("failed"), StringComparison.Ordinal);
        Assert.Equal("ba", talk.Variable("log"));
    }

    [Fact]
    public void A_reply_without_words_is_the_error_message_and_traced_as_silent()
    {
        var talk = Reply("set @variables.a = \"y\"");
        Assert.StartsWith("I am sorry", talk.Reply("hi")!, StringComparison.Ordinal);
        Assert.Equal("d", talk.Traced("silent"));
    }

    [Theory]
    [InlineData("yes", "Done.\nEnd.", 1)]
    [InlineData("no", "declined\nEnd.", 0)]
    public void A_deterministic_call_is_confirmed_too(string words, string expected, int calls)
    {
        var talk = Reply("| Well.\nrun @actions.wipe\n    | Done.\n    on failure\n        | {!@outputs.reason}\n| End.").Tool("api://wipe", new { });
        Assert.Equal(new Confirm("Well.\nWipes everything. Shall I do that?", "api://wipe"), talk.Says("hi"));
        Assert.Equal(expected, talk.Reply(words));
        Assert.Equal(calls, talk.Called.Count());
    }

    [Fact]
    public void A_set_that_cannot_be_evaluated_changes_nothing_and_a_condition_does_not_hold()
    {
        var talk = Reply("set @variables.a = @variables.none.field\nif @variables.none.field == 1:\n    | Yes.\nelse:\n    | {!@variables.a}");
        Assert.Equal("x", talk.Reply("hi"));
        Assert.Equal(2, talk.Trace.Count(t => t is { Kind: "failed", Name: "expression" }));
    }

    [Fact]
    public void Branches_are_traced_with_their_line_and_way()
    {
        var talk = Reply("if @variables.a == \"1\":\n    | 1\nelse if @variables.a == \"x\":\n    | 2\nelse:\n    | 3\nif @variables.a == \"z\":\n    | 4");
        Assert.Equal("2", talk.Reply("hi"));
        Assert.Equal(["1 22", "else 28"], talk.Trace.Where(t => t.Kind == "branch").Select(t => $"{t.Name} {t.Line}"));
    }
}
