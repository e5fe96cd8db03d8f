using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Agents;

/// <summary>A script goes on where it stood, in another process on the same data.</summary>
public sealed class ScriptsRestartTests
{
    private const string Sure = "[{ name: sure, version: 1, at: \"tool:get_order\", when: 'True', do: confirm, text: \"Shall I look?\" }]";

    private readonly ScriptedTool tool = new(ScriptedDesk.Answer);

    /// <summary>Says each thing in a process of its own.</summary>
    private async Task<(IReadOnlyList<string> Texts, IReadOnlyList<LoggedEvent> Log)> TalkAsync(ScriptPackage package, params string[] words)
    {
        var texts = new List<string>();
        ChatSession? chat = null;
        for (var n = 0; ; n++)
        {
            await using var host = await package.StartAsync(tool);
            chat = chat is null ? await host.OpenChatAsync(agent: package.Name) : chat with { Host = host };
            texts.AddRange((await chat.SayAsync(words[n], $"m-{n}")).Texts);
            if (n < words.Length - 1) continue;
            await host.DrainedAsync();
            var log = await host.LogAsync(chat.Conversation);
            Assert.Equal(words.Select((_, i) => $"m-{i}"), log.Answered());
            Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
            Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
            return (texts, log);
        }
    }

    [Fact]
    public async Task A_question_is_answered_after_a_restart()
    {
        using var package = ScriptedDesk.Package();
        var (texts, log) = await TalkAsync(package, "Where is my order?", "no idea", "1001", "count", "count");

        Assert.Equal(["Which order?", "Which order?", "Order 1001 is shipped.", "Turn 1.", "Turn 2."], texts);
        Assert.Equal("W1001", Assert.Single(tool.Calls).Arguments.GetProperty("order_id").GetString());
        Assert.Single(log.Of("ConversationStarted"));
    }

    [Theory]
    [InlineData("yes", "Refund of 1001: refunded.", 1)]
    [InlineData("no", "Refund of 1001: declined.", 0)]
    [InlineData("yes, but what does it cost?", "I know orders.", 0)]
    [InlineData("Where is W1002?", "Order 1002 is shipped.", 0)]
    public async Task A_confirmation_the_script_asks_for_is_given_refused_or_passed_over_after_a_restart(string answer, string reply, int refunds)
    {
        using var package = ScriptedDesk.Package();
        var (texts, _) = await TalkAsync(package, "refund R1001", answer, "yes");

        Assert.Equal(["Refunds an order (order id: 1001). Shall I do that?", reply, "I know orders."], texts);
        Assert.Equal(refunds, tool.Calls.Count(c => c.Tool.Name == "refund"));
    }

    [Theory]
    [InlineData("yes", "Order 1001 is shipped.", 1)]
    [InlineData("no", "Order 1001 is lost: declined.", 0)]
    [InlineData("what for?", "I know orders.", 0)]
    [InlineData("count", "Turn 1.", 0)]
    public async Task A_confirmation_a_policy_asks_for_is_given_refused_or_passed_over_after_a_restart(string answer, string reply, int calls)
    {
        using var package = ScriptedDesk.Package(Sure);
        var (texts, log) = await TalkAsync(package, "W1001", answer, "yes", "Where is W1002?");

        Assert.Equal(["Shall I look?", reply, "I know orders.", "Shall I look?"], texts);
        Assert.Equal(calls, tool.Calls.Count);
        Assert.Equal(2, log.Of("PolicyApplied").Count(e => e.Text("do") == "confirm"));
    }

    [Theory]
    [InlineData("yes", "yes", "Refund of 1001: refunded.", 1)]
    [InlineData("yes", "no", "Refund of 1001: declined.", 0)]
    public async Task Script_and_policy_both_ask_and_both_are_heard(string toScript, string toPolicy, string reply, int refunds)
    {
        using var package = ScriptedDesk.Package(Sure.Replace("get_order", "refund", StringComparison.Ordinal));
        var (texts, _) = await TalkAsync(package, "refund R1001", toScript, toPolicy);

        Assert.Equal(["Refunds an order (order id: 1001). Shall I do that?", "Shall I look?", reply], texts);
        Assert.Equal(refunds, tool.Calls.Count);
    }

    [Theory]
    [InlineData("answer, text: \"Not today.\"", "Not today.", 0)]
    [InlineData("refuse, text: \"Not today.\"", "Not today.", 0)]
    [InlineData("refuse", "Order 1001 is lost: refused_by_policy.", 0)]
    public async Task A_message_after_a_policy_ended_the_turn_at_a_call_begins_a_new_turn(string action, string reply, int calls)
    {
        using var package = ScriptedDesk.Package($"[{{ name: not-today, version: 1, at: \"tool:get_order\", when: '@args.order_id == \"W1001\"', do: {action} }}]");
        var (texts, _) = await TalkAsync(package, "W1001", "count", "Where is my order?", "1002");

        Assert.Equal([reply, "Turn 1.", "Which order?", "Order 1002 is shipped."], texts);
        Assert.Equal(calls, tool.Calls.Count(c => c.Arguments.GetRawText().Contains("W1001", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("not_found")]
    [InlineData("timeout")]
    public async Task A_failed_call_takes_the_scripts_own_way(string failure)
    {
        var failing = new ScriptedTool(_ => new FunctionsAgent.Tools.Failed(failure, "no"));
        using var package = ScriptedDesk.Package();
        await using var host = await package.StartAsync(failing);
        var chat = await host.OpenChatAsync(agent: package.Name);

        Assert.Equal([$"Order 1001 is lost: {failure}."], (await chat.SayAsync("W1001")).Texts);
        Assert.Single(failing.Calls);
    }

    [Fact]
    public async Task A_person_has_the_conversation_after_a_restart_too()
    {
        using var package = ScriptedDesk.Package();
        var (texts, log) = await TalkAsync(package, "count", "a person", "W1001");

        Assert.Equal(["Turn 1.", "A person comes."], texts.Take(2));
        Assert.Empty(tool.Calls);
        Assert.Equal("asked for", Assert.Single(log.Of("HandoffOpened")).Text("reason"));
    }

    [Fact]
    public async Task A_goodbye_closes_the_episode_and_the_next_message_opens_one_with_fresh_variables()
    {
        using var package = ScriptedDesk.Package();
        var (texts, log) = await TalkAsync(package, "count", "count", "bye", "count", "Where is my order?", "bye", "1001");

        Assert.Equal(["Turn 1.", "Turn 2.", "Bye now.", "Turn 1.", "Which order?", "Bye now.", "I know orders."], texts);
        Assert.Equal([1, 2, 3], log.Of("ConversationStarted").Select(e => e.Episode));
        Assert.Equal(["goodbye", "goodbye"], log.Of("ConversationClosed").Select(e => e.Text("reason")));
    }
}
