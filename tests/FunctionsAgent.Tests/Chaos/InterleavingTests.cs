using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>A customer who goes on writing while the agent works: at any moment of the turn, whatever becomes of it.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class InterleavingTests(ITestOutputHelper output)
{
    private const int Conversations = 240;

    /// <summary>Calls of the tables in one turn, about.</summary>
    private const int CallsPerTurn = 60;

    private static readonly string[] First = ["Where is my order #W1001?", "refund W1003", "fail", "How do returns work?", "I want to talk to a person", "credit W1005"];

    [Fact]
    public async Task A_message_that_comes_during_a_turn_is_answered_once()
    {
        var watch = Stopwatch.StartNew();
        var gate = new CallGate();
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<ITables>(gate.Around));
        var threads = new ConcurrentDictionary<int, string>();
        var late = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations * Seeds.Times), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (c, _) =>
        {
            var random = new Random(Seeds.First + c);
            var thread = threads[c] = ThreadId.For(ChaosAgent.Name, "quiet", "webhook", $"quiet:conversation:c{c}").Value;
            var next = 1;
            gate.Arrange(thread, [.. Enumerable.Range(0, 3).Select(_ => random.Next(4, CallsPerTurn)).Distinct().Order()], async () =>
            {
                var m = Interlocked.Increment(ref next);
                Assert.Equal(thread, await chaos.DeliverAsync($"c{c}", $"m{c}-{m}", random.Next(3) == 0 ? "Where is my parcel?" : "How do returns work?"));
            });
            await chaos.DeliverAsync($"c{c}", $"m{c}-1", First[c % First.Length]);
        });
        await chaos.IdleAsync();
        foreach (var (c, thread) in threads) late += await gate.FinishAsync(thread);
        await chaos.IdleAsync();

        var (messages, together, turns, failed) = (0, 0, 0, 0);
        foreach (var (c, thread) in threads)
        {
            // The clock stands still: no timer comes to the rescue of a message that was left behind.
            var all = Sent(c);
            var log = await chaos.Host.LogWhenAsync(thread, l => l.Count(e => e.Type == "MessageReceived") >= all.Count && l.Count(e => e.Type == "TurnStarted") == l.Count(e => e.Type == "TurnEnded"));
            var ids = log.Where(e => e.Type == "MessageReceived").Select(e => e.Text("messageId")!).ToList();
            var sent = Sent(c);
            Assert.True(sent.SetEquals(ids), $"c{c} ({First[c % First.Length]}): {string.Join(" ", sent)} were sent, {string.Join(" ", ids)} came into the log: {string.Join(" ", log.Select(e => e.Type))}");
            Assert.Equal(ids.Count, ids.Distinct().Count());
            await chaos.CheckAsync(thread, ids);
            messages += ids.Count;
            turns += log.Count(e => e.Type == "TurnStarted");
            failed += log.Count(e => e.Type == "StageFailed");
            together += log.Count(e => e.Type is "ReplySent" && e.Answers.Count > 1);
        }
        Seeds.Report(output, $"{threads.Count} conversations, {messages} messages in {turns} turns ({failed} failed), {messages - late - threads.Count} of them posted inside a handler's call; "
            + $"{together} replies answer more than one; {watch.Elapsed.TotalSeconds:0} s");
        Assert.Equal(Conversations * Seeds.Times / First.Length, chaos.Shop.Refunds.SideEffects);

        HashSet<string> Sent(int c) => [.. Enumerable.Range(1, 1 + Planned(c)).Select(m => $"m{c}-{m}")];
    }

    [Fact]
    public async Task A_message_that_comes_while_its_turn_fails_for_good_is_answered_in_the_next()
    {
        var failing = new FailingTurn();
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<ITables>(failing.Around));
        // The envelope of the second message finds the turn open and leaves the message to whoever ends the turn.
        failing.Meanwhile = async () =>
        {
            var thread = await chaos.DeliverAsync("c", "second", "How do returns work?");
            await chaos.Host.Get<IdleWatch>().SettledAsync(QueueNames.Input, thread, 2, AgentHost.Patience);
        };
        var thread = await chaos.DeliverAsync("c", "first", "fail");
        await chaos.IdleAsync();

        var log = await chaos.CheckAsync(thread, ["first", "second"]);
        Assert.Equal(["second"], log.Single(e => e.Type == "ReplySent" && e.Text("kind") == "answer").Answers);
    }

    /// <summary>Does something while the envelope that cannot work is parked: its turn is still open.</summary>
    private sealed class FailingTurn
    {
        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        public ITables Around(ITables inner) => new Tables(inner, this);

        private sealed class Tables(ITables inner, FailingTurn turn) : ITables
        {
            public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => inner.GetAsync(table, partition, key, ct);

            public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
                inner.RangeAsync(table, partition, from, to, take, ct);

            public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
            {
                if (table == Parking.Table) await turn.Meanwhile();
                return await inner.CommitAsync(table, partition, writes, ct);
            }
        }
    }

    private static int Planned(int c)
    {
        var random = new Random(Seeds.First + c);
        return Enumerable.Range(0, 3).Select(_ => random.Next(4, CallsPerTurn)).Distinct().Count();
    }
}
