using System.Globalization;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Queues deliver at least once, late and in any order: the log says everything once.</summary>
public sealed class RedeliveryTests
{
    private static readonly Dictionary<string, string?> Never = new() { ["Pipeline__RunAhead"] = "never" };

    [Theory]
    [InlineData("Where is my order #W1001?", 1)]
    [InlineData("I want a person", 2)]
    [InlineData("what is the meaning of life", 3)]
    public async Task Delivering_every_envelope_again_in_any_order_changes_nothing(string text, int seed)
    {
        var sender = new SenderDecorator();
        await using var host = await AgentHost.StartAsync(settings: Never, configure: sender.Register);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync(text, "m-1");
        await host.DrainedAsync();
        var before = (await host.LogAsync(chat.Conversation)).Gist();
        // A timer that is not due yet is no redelivery.
        var again = Enumerable.Repeat(sender.Sent.Where(s => s.Envelope.Timer is null), 3).SelectMany(s => s).ToArray();
        new Random(seed).Shuffle(again);
        Assert.True(again.Length >= 12);

        foreach (var item in again) await host.Get<IQueueSender>().SendAsync(item.Queue, item.Envelope.Partition, item.Envelope);
        await host.DrainedAsync();

        Assert.Equal(before, (await host.LogAsync(chat.Conversation)).Gist());
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
    }

    [Theory]
    [InlineData("t99", 0, "reasoning")]
    [InlineData("t3", 0, "reasoning")]
    [InlineData("t3", 7, "tools")]
    public async Task A_stale_envelope_is_superseded_once(string turn, int epoch, string stage)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        await host.DrainedAsync();
        var before = await host.LogAsync(chat.Conversation);
        var stale = new Envelope($"{chat.Conversation}:999:0", chat.Conversation, turn, stage, "3", epoch);

        for (var n = 0; n < 3; n++) await host.Get<IQueueSender>().SendAsync(stage, chat.Conversation, stale);
        await host.DrainedAsync();

        var added = Assert.Single((await host.LogAsync(chat.Conversation)).Skip(before.Count));
        Assert.Equal(("DecisionSuperseded", stage, turn), (added.Type, added.Text("stage"), added.Text("turn")));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_stage_that_lost_the_race_for_the_head_decides_again_and_calls_its_tool_once()
    {
        var tool = new ScriptedTool(ScriptedTool.Processing);
        var conflicts = 2;
        var tables = new TablesDecorator
        {
            Before = commit =>
            {
                if (commit.Appends("ToolCalled") && Interlocked.Decrement(ref conflicts) >= 0) throw new ConflictException("Somebody else wrote first.");
            },
        };
        await using var host = await AgentHost.StartAsync(configure: services =>
        {
            tables.Register(services);
            tool.Register(services);
        });
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?", "m-1");

        Assert.Equal(("replied", "Your order #W1001 is processing."), (status, Assert.Single(texts)));
        Assert.True(conflicts < 0);
        Assert.Single(tool.Calls);
        Assert.Single((await host.LogAsync(chat.Conversation)).Of("ToolCalled"));
    }

    [Theory]
    [InlineData("TurnStarted")]
    [InlineData("ScriptStepped")]
    [InlineData("OutputChecked")]
    [InlineData("ReplySent")]
    public async Task A_commit_that_was_made_although_it_failed_is_not_made_again(string type)
    {
        var tool = new ScriptedTool(ScriptedTool.Processing);
        var lost = 1;
        var tables = new TablesDecorator
        {
            After = commit =>
            {
                if (commit.Appends(type) && Interlocked.Exchange(ref lost, 0) == 1) throw new StoreBusyException("The connection broke after the commit.");
            },
        };
        await using var host = await AgentHost.StartAsync(configure: services =>
        {
            tables.Register(services);
            tool.Register(services);
        });
        var chat = await host.OpenChatAsync();

        await chat.SayAsync("Where is my order #W1001?", "m-1");
        await host.DrainedAsync();

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1"], log.Answered());
        Assert.Single(log.Of("TurnStarted"));
        Assert.Single(tool.Calls);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
    }

    [Fact]
    public async Task Running_ahead_or_by_the_queues_makes_the_same_events()
    {
        var logs = new List<IReadOnlyList<string>>();
        foreach (var mode in (string[])["never", "waiting", "always"])
        {
            var tool = new ScriptedTool(ScriptedTool.Processing);
            await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Pipeline__RunAhead"] = mode }, configure: tool.Register);
            var chat = await host.OpenChatAsync(new { state = "CA" });
            foreach (var (text, n) in ((string[])["Where is my order #W1001?", "hmm", "no", "I want a person", "are you there?"]).Select((t, n) => (t, n)))
            {
                await chat.SayAsync(text, $"m-{n.ToString(CultureInfo.InvariantCulture)}");
                await host.DrainedAsync();
            }
            logs.Add([.. (await host.LogAsync(chat.Conversation)).Gist().Select(line => line.Replace(chat.Conversation, "ID", StringComparison.Ordinal))]);
        }

        Assert.True(logs[0].Count > 30);
        Assert.All(logs.Skip(1), log => Assert.Equal(Comparable(logs[0]), Comparable(log)));
    }

    /// <summary>A signal and the reply beside it go by different queues: which is first is nobody's promise, so signals stand apart.</summary>
    private static IEnumerable<string> Comparable(IReadOnlyList<string> log)
    {
        var lines = log.Select(line => WithoutKey(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])).ToList();
        return lines.Where(l => !Feedback(l)).Concat(lines.Where(Feedback));
    }

    private static bool Feedback(string line) => line.Contains(" feedback ", StringComparison.Ordinal);

    /// <summary>The key of a call holds the random id of the conversation.</summary>
    private static string WithoutKey(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\"key\":\"[^\"]+\"", "");
}
