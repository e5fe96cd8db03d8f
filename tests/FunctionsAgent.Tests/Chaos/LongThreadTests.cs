using System.Diagnostics;
using System.Text;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>A customer who never stops writing: the ten-thousandth turn costs what the hundredth did.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class LongThreadTests(ITestOutputHelper output)
{
    private const int Turns = 10_000;
    private const int Window = 100;

    /// <summary>Turns of a window are the same texts as those of every other.</summary>
    private static readonly string[] Texts = ["How do returns work?", "Where is my parcel?", "refund W1003", "How do returns work?", "Where is my parcel?"];

    [Fact]
    public async Task Ten_thousand_turns_in_one_thread_read_and_write_the_same_all_along()
    {
        var watch = Stopwatch.StartNew();
        var (counted, turns) = (new CountedTables(), Turns * Seeds.Times);
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<ITables>(counted.Around), runAhead: "always");
        var idle = chaos.Host.Get<IdleWatch>();
        var (thread, early, late) = ("", default(TableCount), default(TableCount));
        for (var turn = 1; turn <= turns; turn++)
        {
            if (turn == Window + 1) early = counted.Now;
            if (turn == (2 * Window) + 1) early = counted.Now - early;
            if (turn == turns - Window + 1) late = counted.Now;
            thread = await chaos.DeliverAsync("c", $"m{turn}", Texts[turn % Texts.Length]);
            await idle.SettledAsync(QueueNames.Input, thread, turn, AgentHost.Patience);
        }
        late = counted.Now - late;
        await chaos.IdleAsync();
        var talked = watch.Elapsed.TotalSeconds;

        var row = (await chaos.Host.Get<ITables>().GetAsync(Keys.Table, thread, Keys.Head))!;
        var (head, headBytes) = (Head.Parse(row.Cells.Json!), Encoding.UTF8.GetByteCount(row.Cells.Json!));
        var events = await EachOnceAsync(chaos, thread, turns);
        var verification = await chaos.Host.VerifyAsync(thread);
        Seeds.Report(output, $"{turns} turns in one thread, {events} events: turns {Window + 1}-{2 * Window} take {early.Per(Window)} each; turns {turns - Window + 1}-{turns} {late.Per(Window)}; "
            + $"head {headBytes} bytes at the end; {talked:0} s ({turns / talked:0} turns/s) and {watch.Elapsed.TotalSeconds - talked:0} s to verify");
        Assert.Equal(turns, head.Turns);
        Assert.Null(head.Turn);
        Assert.InRange(headBytes, 1, Head.MaxBytes);
        Assert.True(verification.GetProperty("ok").GetBoolean());
        Assert.Equal(chaos.Shop.Asked.Count, chaos.Shop.Refunds.SideEffects);
        Assert.All(chaos.Shop.Asked, asked => Assert.Equal(1, asked.Value));
        SameWithin(0.01, early.Reads, late.Reads, "reads");
        SameWithin(0.01, early.RowsRead, late.RowsRead, "rows read");
        SameWithin(0.01, early.Commits, late.Commits, "commits");
        SameWithin(0.01, early.RowsWritten, late.RowsWritten, "rows written");
        // Sequence numbers and what counts them gain a digit or three.
        SameWithin(0.03, early.BytesRead, late.BytesRead, "bytes read");
        SameWithin(0.03, early.BytesWritten, late.BytesWritten, "bytes written");
    }

    /// <summary>Every message once in the log, every one answered once; answers the number of events.</summary>
    private static async Task<long> EachOnceAsync(ChaosHost chaos, string thread, int turns)
    {
        var log = chaos.Host.Get<ConversationLog>();
        var (received, answered) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var seq = 1L;
        while (await log.EventsAsync(thread, seq, 1000, CancellationToken.None) is { Count: > 0 } page)
        {
            foreach (var e in page)
            {
                if (e.Type == "MessageReceived") Assert.True(received.Add(e.Text("messageId")!));
                if (e.Type == "ReplySent") Assert.All(e.Texts("answers"), id => Assert.True(answered.Add(id)));
            }
            seq = page[^1].Seq + 1;
        }
        Assert.Equal(turns, received.Count);
        Assert.True(received.SetEquals(answered));
        return seq - 1;
    }

    private static void SameWithin(double share, long early, long late, string what) =>
        Assert.True(Math.Abs(late - early) <= share * early, $"{what}: {early} in turns {Window + 1} to {2 * Window}, {late} in the last {Window}; they may differ by {share:P0}");
}
