using System.Collections.Concurrent;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>What must be so when nothing is left to do, however often a message came and whoever worked on it.</summary>
internal sealed class LoadCheck(ChaosHost host)
{
    private readonly ConcurrentBag<LoggedEvent> calls = [];
    private readonly ConcurrentDictionary<string, string> shapes = new(StringComparer.Ordinal);
    private int messages, events, turns, replies, posted, doubtful, superseded, shaped;

    /// <summary>Calls of tools that write, by their outcome.</summary>
    public IEnumerable<LoggedEvent> Writes => calls.Where(c => c.Text("effect") is not "read");

    /// <param name="alike">Whether a conversation of one message leaves the log of the first one of its shape.</param>
    public async Task RunAsync(IEnumerable<LoadConversation> conversations, IReadOnlyDictionary<string, string> threads, bool alike)
    {
        await QueuesAreEmptyAsync();
        var all = conversations.ToList();
        Assert.Equal(all.Count, threads.Values.Distinct(StringComparer.Ordinal).Count());
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (conversation, _) =>
        {
            var thread = threads[conversation.Name];
            var log = await host.CheckAsync(thread, conversation.Ids);
            Check(conversation, log);
            if (alike && conversation.Shape is { } shape)
            {
                var lines = string.Join('\n', LogShape.Of(log, conversation.Name, thread));
                Assert.Equal(shapes.GetOrAdd(shape, lines), lines);
                Interlocked.Increment(ref shaped);
            }
        });
        // Where nobody knows whether a reply came, the log says so.
        Assert.InRange(host.Shop.Replies.Count, posted - doubtful, posted);
    }

    /// <summary>The shop was asked for exactly what the logs tell, each call once.</summary>
    public void EachCallOnce()
    {
        Assert.All(host.Shop.Asked, asked => Assert.Equal(1, asked.Value));
        Assert.Equal(Writes.Count(), host.Shop.Asked.Count);
        Assert.Equal(calls.Count - Writes.Count(), host.Shop.Reads);
        Assert.All(host.Shop.Replies, reply => Assert.Equal(1, reply.Value.Count));
        Assert.Equal(0, doubtful);
    }

    /// <summary>
    /// Whatever two workers did with one call: what may not be repeated was asked for once, what was repeated under its key had one effect,
    /// and nothing was asked for of which no log tells.
    /// </summary>
    public void NoWriteTwice()
    {
        Assert.All(host.Shop.Asked.Where(a => !a.Key.StartsWith("POST /refunds ", StringComparison.Ordinal)), asked => Assert.Equal(1, asked.Value));
        // A request that was broken off may have come without its effect.
        Assert.InRange(host.Shop.Refunds.SideEffects, Writes.Count(w => w.Text("tool") == "refund" && w.Text("outcome") == "ok"), host.Shop.Asked.Keys.Count(k => k.StartsWith("POST /refunds ", StringComparison.Ordinal)));
        var (asked, told) = (host.Shop.Asked.Keys.Select(k => k.Split(' ')[2]).ToHashSet(StringComparer.Ordinal), Writes.ToLookup(w => w.Text("key")!, StringComparer.Ordinal));
        Assert.All(asked, key => Assert.Single(told[key]));
        Assert.All(Writes.Where(w => w.Text("outcome") == "ok"), w => Assert.Contains(w.Text("key")!, asked));
    }

    public override string ToString() =>
        $"{messages} messages, each once in the log and answered once: {turns} turns, {replies} replies ({posted} to be posted, {host.Shop.Replies.Count} came, {doubtful} in doubt), {events} events ({superseded} superseded), "
        + $"{calls.Count - Writes.Count()} reads and {Writes.Count()} writes in the logs, {host.Shop.Reads} and {host.Shop.Asked.Count} at the shop; {shaped} logs of {shapes.Count} shapes";

    private void Check(LoadConversation conversation, IReadOnlyList<LoggedEvent> log)
    {
        var received = log.Where(e => e.Type == "MessageReceived").Select(e => e.Text("messageId")).Order(StringComparer.Ordinal);
        Assert.Equal(conversation.Ids.Order(StringComparer.Ordinal), received);
        Assert.DoesNotContain(log, e => e.Type is "StageFailed" or "DeliveryFailed");
        Assert.Equal(log.Count(e => e.Type == "TurnStarted"), log.Count(e => e.Type == "TurnEnded"));
        var replied = log.Count(e => e.Type == "ReplySent");
        foreach (var call in log.Where(e => e.Type == "ToolCalled")) calls.Add(call);
        Interlocked.Add(ref messages, conversation.Texts.Length);
        Interlocked.Add(ref events, log.Count);
        Interlocked.Add(ref turns, log.Count(e => e.Type == "TurnStarted"));
        Interlocked.Add(ref replies, replied);
        Interlocked.Add(ref superseded, log.Count(e => e.Type == "DecisionSuperseded"));
        if (conversation.Door != LoadDoor.Posted) return;
        Interlocked.Add(ref posted, replied);
        Interlocked.Add(ref doubtful, log.Count(e => e.Type == "ReplySent" && e.Text("outcome") == "unknown"));
    }

    private async Task QueuesAreEmptyAsync()
    {
        // A handler that went on without its lock may have had something to send after everything else was done.
        await Settled.UntilAsync("the queues are empty", async () =>
            (await host.Host.Get<IQueueDepths>().DepthsAsync()).All(d => d.Queue == IdleWatch.Errand || d.Active + d.Locked + d.DeadLetters == 0));
        Assert.Empty(await host.Host.Staff.ListAsync("/api/operator/parked"));
    }
}
