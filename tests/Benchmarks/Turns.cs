using System.Collections.Concurrent;
using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Turns per second of the whole product: N conversations, each posting its next question after its reply. A turn is the
/// order question from the HTTP door to the reply, with both calls of the shop's API.
/// </summary>
internal static class Turns
{
    public static async Task<TurnFigures> MeasureAsync(string folder, string runAhead, int conversations, TimeSpan length)
    {
        await using var agent = await Agent.StartAsync(folder, runAhead);
        return await MeasureAsync(agent, runAhead, conversations, length);
    }

    /// <param name="runAhead">With <c>waiting</c> the visitor waits on the call; else the message is accepted at once and the reply is looked for in the log.</param>
    /// <param name="warmUp">Before anything counts; null: a third of the length.</param>
    public static async Task<TurnFigures> MeasureAsync(Agent agent, string runAhead, int conversations, TimeSpan length, TimeSpan? warmUp = null)
    {
        var visitors = await Task.WhenAll(Enumerable.Range(0, conversations).Select(_ => Visitor.OpenAsync(agent)));
        using var stop = new CancellationTokenSource();
        var taken = new ConcurrentQueue<double>();
        var asking = visitors.Select(v => Task.Run(() => AskAsync(v, runAhead == "waiting", taken.Enqueue, stop.Token))).ToList();

        await StillRunningAsync(asking, warmUp ?? length / 3);
        var (turnsBefore, before, allocatedBefore, cpuBefore, begin) = (taken.Count, agent.Tally.Now, GC.GetTotalAllocatedBytes(), Cpu(), Stopwatch.GetTimestamp());
        await StillRunningAsync(asking, length);
        var (seconds, done) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, taken.Count - turnsBefore);
        var figures = new TurnFigures(
            runAhead, conversations, done / seconds, agent.Tally.Now - before, done,
            (GC.GetTotalAllocatedBytes() - allocatedBefore) / Math.Max(1, done), (Cpu() - cpuBefore).TotalMilliseconds / Math.Max(1, done))
        {
            Taken = Latency.Of([.. taken.Skip(turnsBefore).Take(done)]),
        };
        await stop.CancelAsync();
        await Task.WhenAll(asking);
        return figures with { AllTurns = taken.Count };
    }

    private static async Task AskAsync(Visitor visitor, bool wait, Action<double> answered, CancellationToken stop)
    {
        // A turn that has begun is finished, so that the store is quiet when the host stops.
        while (!stop.IsCancellationRequested)
        {
            var begin = Stopwatch.GetTimestamp();
            await (wait ? visitor.AskAndWaitAsync(CancellationToken.None) : visitor.AskAsync(CancellationToken.None));
            answered(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
    }

    /// <summary>A visitor ends early only by failing: that is told at once.</summary>
    private static async Task StillRunningAsync(List<Task> asking, TimeSpan length)
    {
        var time = Task.Delay(length);
        var first = await Task.WhenAny([time, .. asking]);
        if (first != time) await first;
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;
}

/// <param name="AllocatedPerTurn">Bytes of this process, visitors and the shop's API included.</param>
/// <param name="CpuPerTurn">Milliseconds of processor time of this process, visitors and the shop's API included.</param>
internal sealed record TurnFigures(string RunAhead, int Conversations, double PerSecond, Counts Counts, long Turns, long AllocatedPerTurn, double CpuPerTurn)
{
    /// <summary>How long the turns took when each visitor asks again at once, from the question to its reply.</summary>
    public required Latency Taken { get; init; }

    /// <summary>With those before and after what was measured.</summary>
    public int AllTurns { get; init; }

    public double CommitsPerTurn => (double)Counts.Commits / Turns;

    public double QueueOperationsPerTurn => (double)(Counts.Sends + Counts.Accepts + Counts.Settles) / Turns;

    public double DurablePerTurn => (double)Counts.Durable / Turns;

    /// <summary>Raw commits per second of as many callers, measured before and after these turns.</summary>
    public double RawPerSecond { get; init; }

    /// <summary>Share of what the store can commit that turns make use of, counting every operation that has to be durable: commits, sends, accepts, settlements.</summary>
    public double Ratio => PerSecond * DurablePerTurn / RawPerSecond;

    /// <summary>The same, counting table commits alone.</summary>
    public double CommitRatio => PerSecond * CommitsPerTurn / RawPerSecond;
}
