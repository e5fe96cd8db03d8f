using System.Text.Json;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Whoever may write to a queue may write anything: no envelope of theirs says a word to a customer, takes a turn or begins a log.</summary>
public sealed class BadEnvelopeTests
{
    private const string Deep = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]";

    /// <summary>THREAD has an open turn TURN, held at the tools, and one that ended before. What comes of it: a cause of parking, superseded, or nothing.</summary>
    public static TheoryData<string, string, string, string> Forged => new()
    {
        { "input", "unknown partition", """{"v":1,"id":"x:1","partition":"nowhere","stage":"input","cause":"door"}""", "" },
        { "tools", "unknown partition with a turn", """{"v":1,"id":"x:1","partition":"nowhere","turn":"t3","stage":"tools","cause":"3"}""", "" },
        { "tools", "another thread's turn", """{"v":1,"id":"x:1","partition":"THREAD","turn":"t9999","stage":"tools","cause":"3"}""", "superseded" },
        { "output", "wrong stage of the turn", """{"v":1,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"output","cause":"3"}""", "superseded" },
        { "tools", "wrong epoch", """{"v":1,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3","epoch":7}""", "superseded" },
        { "tools", "negative epoch", """{"v":1,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3","epoch":-1}""", "superseded" },
        { "tools", "huge epoch", """{"v":1,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3","epoch":99999999999999999999}""", "malformed" },
        { "tools", "epoch of another kind", """{"v":1,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3","epoch":"7"}""", "superseded|malformed" },
        { "tools", "huge version", """{"v":99999999999,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3"}""", "not-an-envelope" },
        { "tools", "too deep", $$"""{"v":1,"id":"x:1","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3","more":{{Deep}}}""", "malformed" },
        { "tools", "NUL in the partition", """{"v":1,"id":"x:1","partition":"THREAD\u0000","turn":"TURN","stage":"tools","cause":"3"}""", "not-an-envelope" },
        { "tools", "a slash in the partition", """{"v":1,"id":"x:1","partition":"THREAD/1","turn":"TURN","stage":"tools","cause":"3"}""", "not-an-envelope" },
        { "tools", "half a pair", """{"v":1,"id":"x:1","partition":"\ud83d","turn":"TURN","stage":"tools","cause":"3"}""", "malformed" },
        { "tools", "a name twice", """{"v":1,"id":"x:1","partition":"nowhere","partition":"THREAD","turn":"TURN","stage":"tools","cause":"3"}""", "malformed" },
        { "tools", "two values", """{"v":1,"id":"x:1","partition":"THREAD","stage":"tools"} {}""", "malformed" },
        { "tools", "a stage of the turn without the turn", """{"v":1,"id":"x:1","partition":"THREAD","stage":"tools","cause":"3"}""", "not-an-envelope" },
        { "output", "another stage of a turn without one", """{"v":1,"id":"x:1","partition":"THREAD","stage":"output","cause":"3"}""", "not-an-envelope" },
        { "delivery", "the customer's own words as a reply", """{"v":1,"id":"x:1","partition":"THREAD","stage":"delivery","cause":"2"}""", "no-cause" },
        { "delivery", "what was said before, again", """{"v":1,"id":"x:1","partition":"THREAD","stage":"delivery","cause":"SAID"}""", "no-cause" },
        { "delivery", "a cause that is no number", """{"v":1,"id":"x:1","partition":"THREAD","stage":"delivery","cause":"door"}""", "no-cause" },
        { "delivery", "a cause that will never be", """{"v":1,"id":"x:1","partition":"THREAD","stage":"delivery","cause":"9223372036854775807"}""", "no-cause" },
        { "handoff", "a person for no reason", """{"v":1,"id":"x:1","partition":"THREAD","stage":"handoff","cause":"2"}""", "no-cause" },
        { "input", "a timer nobody set", """{"v":1,"id":"x:1","partition":"THREAD","stage":"input","cause":"timer","timer":{"name":"quiet","version":2147483647}}""", "" },
        { "input", "a timer without a name", """{"v":1,"id":"x:1","partition":"THREAD","stage":"input","cause":"timer","timer":{"version":-5}}""", "not-an-envelope" },
    };

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_forged_envelope_changes_no_turn_says_nothing_and_begins_no_log(string queue, string what, string body, string outcomes)
    {
        var first = 1;
        var tool = new HeldTool();
        var package = new ScriptedTool(async call => Interlocked.Exchange(ref first, 0) == 1 ? ScriptedTool.Processing(call) : (FunctionsAgent.Tools.ToolResult)await tool.CallAsync(call, CancellationToken.None));
        await using var host = await AgentHost.StartAsync(configure: package.Register);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?", "m-1");
        await host.DrainedAsync();
        await chat.PostAsync("Where is my order #W1002?", "m-2", wait: null);
        await tool.Entered;
        var before = await host.LogAsync(chat.Conversation);
        var turn = before.Of("TurnStarted")[^1];
        var said = before.Of("OutputChecked")[^1].Seq;
        var rows = host.Rows();

        await host.Get<SqliteQueues>().SendAsync(queue, "anything", body
            .Replace("THREAD", chat.Conversation, StringComparison.Ordinal).Replace("TURN", $"t{turn.Seq}", StringComparison.Ordinal).Replace("SAID", $"{said}", StringComparison.Ordinal));
        await Settled.UntilAsync("only the held handler is left", async () => (await host.Get<IQueueDepths>().DepthsAsync()).Sum(d => d.Active + d.Locked + d.DeadLetters) == 1);

        var parked = await host.Staff.ListAsync("/api/operator/parked");
        var added = (await host.LogAsync(chat.Conversation)).Skip(before.Count).Select(e => e.Type).ToList();
        var outcome = parked.Count > 0 ? parked[0].GetProperty("cause").GetString()! : added.Contains("DecisionSuperseded") ? "superseded" : "";
        Assert.Contains(outcome, outcomes.Split('|'));
        Assert.All(added, type => Assert.Equal("DecisionSuperseded", type));
        Assert.All(parked, p => Assert.Equal(1, p.GetProperty("count").GetInt32()));
        if (outcome.Length == 0) Assert.True(rows == host.Rows(), $"{what} left {host.Rows() - rows} rows.");

        tool.Release();
        await host.TurnsEndedAsync(chat.Conversation, 2);
        await host.DrainedAsync();
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1", "m-2"], log.Answered());
        Assert.Empty(log.Of("HandoffOpened"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData(QueueLimits.BodyBytes)]
    [InlineData(60_000)]
    public async Task A_body_as_large_as_a_queue_takes_is_parked_whole(int bytes)
    {
        await using var host = await AgentHost.StartAsync();
        var body = new string('x', bytes);
        await host.Get<SqliteQueues>().SendAsync(QueueNames.Reasoning, "anything", body);
        await Settled.UntilAsync("it is parked", async () => (await host.Staff.ListAsync("/api/operator/parked")).Count > 0);

        var parked = Assert.Single(await host.Staff.ListAsync("/api/operator/parked"));
        Assert.Equal("malformed", parked.GetProperty("cause").GetString());
        Assert.Equal(bytes, (await host.Get<Parking>().BodyAsync(QueueNames.Reasoning, parked.GetProperty("id").GetString()!, CancellationToken.None))!.Length);
        Assert.Equal((0, 1), await ParkedTests.RequeueAsync(host, new { all = true }));
    }

    [Fact]
    public async Task One_byte_more_is_refused_with_the_arithmetic()
    {
        await using var host = await AgentHost.StartAsync();
        var e = await Assert.ThrowsAsync<FunctionsAgent.Storage.LimitException>(() => host.Get<SqliteQueues>().SendAsync(QueueNames.Input, "a", new string('x', 257 * 1024)));
        Assert.Contains("263,168 bytes, the limit is 262,144", e.Message, StringComparison.Ordinal);
    }
}
