using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Agents;

/// <summary>Scripts and tools that are too much: the customer always gets an answer, the state stays small, nothing is parked.</summary>
public sealed class ScriptsLimitsTests
{
    private const string Front = """
        start_agent front:
            description: "It"
            actions:
                find:
                    description: "Finds"
                    outputs:
                        found: object
                    target: "api://find"
            reply: ->

        """;

    private static string Reply(params IEnumerable<string> lines) => Front + string.Concat(lines.Select(l => $"        {l}\n"));

    public static TheoryData<string, string, int> Results => new()
    {
        { "text", "{\"found\":\"#\"}", 1_000_000 },
        { "text", "{\"found\":\"#\"}", 5_000_000 },
        { "list", "{\"found\":[#0]}", 10_000 },
        { "bare list", "[#0]", 10_000 },
        { "wide", "{#\"z\":1}", 10_000 },
        { "bare text", "\"#\"", 1_000_000 },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task A_huge_result_is_a_failure_the_script_hears_of(string shape, string frame, int size)
    {
        var filling = shape switch
        {
            "list" or "bare list" => string.Concat(Enumerable.Range(0, size).Select(n => $"{n},")),
            "wide" => string.Concat(Enumerable.Range(0, size).Select(n => $"\"k{n}\":{n},")),
            _ => new string('x', size),
        };
        var tool = new ScriptedTool(_ => new Ok(JsonElement.Parse(frame.Replace("#", filling, StringComparison.Ordinal))));
        using var package = new ScriptPackage("variables:\n    found: mutable object\n" + Reply(
            "run @actions.find", "    set @variables.found = @outputs.found", "    on failure", "        | It is {!@outputs.reason}.", "| Done.")).Tool("find", fields: "found");
        await using var host = await package.StartAsync(tool);
        var chat = await host.OpenChatAsync(agent: package.Name);

        for (var n = 0; n < 2; n++) Assert.Equal(["It is too_large.\nDone."], (await chat.SayAsync("go")).Texts);

        Assert.InRange(await StateBytesAsync(host, chat), 1, 48 * 1024);
        await CleanAsync(host, chat);
    }

    [Fact]
    public async Task Variables_that_grow_every_turn_reach_their_limit_and_the_conversation_goes_on()
    {
        using var package = new ScriptPackage("variables:\n    log: mutable string = \"\"\n    turns: mutable number = 0\n" + Reply(
            "set @variables.turns = @variables.turns + 1", "set @variables.log = @variables.log + @system_variables.user_input", "| Turn {!@variables.turns}.")).Tool("find", fields: "found");
        await using var host = await package.StartAsync();
        var chat = await host.OpenChatAsync(agent: package.Name);

        for (var n = 1; n <= 12; n++) Assert.Equal([$"Turn {n}."], (await chat.SayAsync(new string('a', 1_999))).Texts);

        Assert.InRange(await StateBytesAsync(host, chat), 8_000, 48 * 1024);
        Assert.Contains("limit log: variables", (await host.LogAsync(chat.Conversation)).Of("ScriptStepped")[^1].Text("trace"), StringComparison.Ordinal);
        await CleanAsync(host, chat);
    }

    [Theory]
    [InlineData(8, 100_000)]
    [InlineData(300, 4_000_000)]
    public async Task A_reply_of_any_length_is_given_or_the_error_message(int lines, int characters)
    {
        using var package = new ScriptPackage("variables:\n    log: mutable string = \"\"\n" + Reply(
            ["set @variables.log = @variables.log + @system_variables.user_input", .. Enumerable.Repeat("| {!@variables.log}", lines)])).Tool("find", fields: "found");
        await using var host = await package.StartAsync();
        var chat = await host.OpenChatAsync(agent: package.Name);
        for (var n = 0; n < 7; n++) await chat.SayAsync(new string('a', 1_999));

        var said = Assert.Single((await chat.SayAsync("b")).Texts);

        Assert.True(said == ScriptPackage.Error || said.Length >= characters, $"{said.Length} characters");
        await CleanAsync(host, chat);
        Assert.InRange(await StateBytesAsync(host, chat), 8_000, 48 * 1024);
    }

    public static TheoryData<string, string, string> Broken
    {
        get
        {
            var all = new TheoryData<string, string, string>
            {
                { "a circle", "start_agent a:\n    description: \"a\"\n    reply: ->\n        transition to @subagent.b\nsubagent b:\n    description: \"b\"\n    reply: ->\n        transition to @subagent.a\n", ScriptPackage.Error },
                { "a circle of hooks", "start_agent a:\n    description: \"a\"\n    reply: ->\n        | A.\n    after_reasoning: ->\n        transition to @subagent.b\nsubagent b:\n    description: \"b\"\n    reply: ->\n        | B.\n    after_reasoning: ->\n        transition to @subagent.a\n", ScriptPackage.Error },
                { "nothing said", "variables:\n    x: mutable number = 0\n" + Reply("set @variables.x = 1"), ScriptPackage.Error },
                { "blanks said", "variables:\n    x: mutable string = \"  \"\n" + Reply("| {!@variables.x}"), ScriptPackage.Error },
                { "3,000 operations", "variables:\n    x: mutable number = 0\n" + Reply([.. Enumerable.Repeat("set @variables.x = @variables.x + 1", 3_000), "| Done."]), ScriptPackage.Error },
                { "1,900 operations", "variables:\n    x: mutable number = 0\n" + Reply(["set @variables.x = 0", .. Enumerable.Repeat("set @variables.x = @variables.x + 1", 1_900), "| Done {!@variables.x}."]), "Done 1900." },
                { "300 calls", Reply([.. Enumerable.Repeat("run @actions.find", 300), "| Done."]), "Done." },
                { "a division by nothing", "variables:\n    x: mutable number = 0\n" + Reply("| {!1 / @variables.x}"), ScriptPackage.Error },
                { "a node that is not there", Reply("transition to @subagent.nowhere"), ScriptPackage.Error },
                { "a long reason", "variables:\n    x: mutable string = \"\"\n" + Reply("set @variables.x = \"" + new string('r', 12_000) + "\"", "run @utils.escalate", "    with reason=@variables.x + @variables.x + @variables.x", "    with message=\"A person comes.\""), "A person comes." },
                { "a long name of a node", $"start_agent a:\n    description: \"a\"\n    reply: ->\n        transition to @subagent.{new string('n', 9_000)}\nsubagent {new string('n', 9_000)}:\n    description: \"b\"\n    intent:\n        words:\n            - \"zzz\"\n    reply: ->\n        | Done.\n", "Done." },
                { "a long name of a variable", $"variables:\n    {new string('v', 3_000)}: mutable number = 0\n" + Reply([.. Enumerable.Repeat($"set @variables.{new string('v', 3_000)} = 1", 100), "| Done."]), "Done." },
                { "long names of actions", "start_agent a:\n    description: \"a\"\n    actions:\n        " + new string('n', 3_000) + ":\n            description: \"x\"\n            target: \"api://find\"\n    reply: ->\n" + string.Concat(Enumerable.Repeat($"        run @actions.{new string('n', 3_000)}\n", 40)) + "        | Done.\n", "Done." },
            };
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_script_that_is_too_much_ends_its_turn_with_a_word_again_and_again(string what, string script, string reply)
    {
        using var package = new ScriptPackage(script).Tool("find", fields: "found");
        await using var host = await package.StartAsync(new ScriptedTool(_ => new Ok(JsonElement.Parse("""{"found":{}}"""))));
        var chat = await host.OpenChatAsync(agent: package.Name);

        for (var n = 0; n < 3; n++)
        {
            var (status, texts) = await chat.SayAsync($"go {n}");
            var said = Assert.Single(texts);
            Assert.True(said.EndsWith(reply, StringComparison.Ordinal), $"{what}: {said[..Math.Min(200, said.Length)]}");
            if (status == "handed-off") break;
        }

        await CleanAsync(host, chat);
    }

    [Theory]
    [InlineData("orders", "script-failed", "abandoned")]
    [InlineData("what is that", "no-intent", "unknown")]
    public async Task An_error_message_is_no_answer_and_does_not_count_as_one(string says, string signal, string outcome)
    {
        using var package = new ScriptPackage("""
            start_agent front:
                description: "Broken"
                reply: ->
                    | {!1 / 0}
            subagent orders:
                description: "Broken too"
                intent:
                    words:
                        - "orders"
                reply: ->
                    | {!1 / 0}
            """);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
        await using var host = await package.StartAsync(time: time);
        var chat = await host.OpenChatAsync(agent: package.Name);

        Assert.Equal([ScriptPackage.Error], (await chat.SayAsync(says)).Texts);

        var log = await host.LogWhenAsync(chat.Conversation, l => l.Any(e => e.Type == "SignalRaised"));
        Assert.Equal(signal, Assert.Single(log.Of("SignalRaised")).Text("signal"));
        time.Advance(TimeSpan.FromHours(1));
        var total = (await host.Staff.GetFromJsonAsync<JsonElement>($"/api/operator/kpi?agent={package.Name}&now=true")).GetProperty("total");
        Assert.Equal((1, 0, 1), (total.GetProperty("cases").GetInt32(), total.GetProperty("assumed").GetProperty("numerator").GetInt32(), total.GetProperty(outcome).GetProperty("numerator").GetInt32()));
    }

    private static async Task<long> StateBytesAsync(AgentHost host, ChatSession chat)
    {
        var row = await host.Get<ITables>().GetAsync(Keys.Table, chat.Conversation, Keys.State);
        return row!.Cells.Content?.Length ?? (await host.Get<IBlobs>().GetAsync(row.Cells.Json!))!.Length;
    }

    private static async Task CleanAsync(AgentHost host, ChatSession chat)
    {
        await host.DrainedAsync();
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(log.Of("TurnStarted").Count, log.Of("TurnEnded").Count);
        Assert.DoesNotContain(log, e => e.Type == "StageFailed");
    }
}
