using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Benchmarks;

/// <summary>
/// How long callers wait at half the maximum rate. The maximum is that of 64 visitors who ask again at once. Then questions
/// come on their own (Poisson, a fixed seed), whether earlier ones are answered or not, and their time counts from the moment they
/// were to come: neither a slow answer nor a late start of ours hides what it did to the next ones.
/// </summary>
internal static class OpenLoop
{
    private const int Callers = 64;

    // Each answers one question at a time; far more than are ever busy at half the rate, unless nothing moves.
    private const int Conversations = 256;
    private const double Share = 0.5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private const int Seed = 1;

    /// <param name="length">Of measuring the maximum; the questions come for twice as long.</param>
    public static async Task<OpenLoopFigures> MeasureAsync(string folder, TimeSpan length)
    {
        await using var agent = await Agent.StartAsync(folder, "waiting");
        var most = (await Turns.MeasureAsync(agent, "waiting", Callers, length, WarmUp)).PerSecond;
        var free = Channel.CreateUnbounded<Visitor>();
        foreach (var _ in Enumerable.Range(0, Conversations)) free.Writer.TryWrite(await Visitor.OpenAsync(agent));

        var due = Arrivals(most * Share, length * 2);
        var (taken, late) = (new double[due.Length], new double[due.Length]);
        var asking = new ConcurrentBag<Task>();
        var begin = Stopwatch.GetTimestamp();
        await Task.Factory.StartNew(() => Send(due, begin, n => asking.Add(Task.Run(() => AskAsync(n)))), TaskCreationOptions.LongRunning);
        await Task.WhenAll(asking);
        return new(most, due.Length / Stopwatch.GetElapsedTime(begin).TotalSeconds, Latency.Of(taken), Latency.Of(late));

        async Task AskAsync(int n)
        {
            late[n] = Since(n);
            var visitor = await free.Reader.ReadAsync();
            await visitor.AskAndWaitAsync(CancellationToken.None);
            taken[n] = Since(n);
            free.Writer.TryWrite(visitor);
        }

        double Since(int n) => (Stopwatch.GetElapsedTime(begin) - due[n]).TotalMilliseconds;
    }

    /// <summary>From the begin, ascending.</summary>
    private static TimeSpan[] Arrivals(double perSecond, TimeSpan length)
    {
        var random = new Random(Seed);
        var due = new TimeSpan[Math.Max(1, (int)(perSecond * length.TotalSeconds))];
        var at = 0.0;
        for (var n = 0; n < due.Length; n++) due[n] = TimeSpan.FromSeconds(at += -Math.Log(1 - random.NextDouble()) / perSecond);
        return due;
    }

    private static void Send(TimeSpan[] due, long begin, Action<int> ask)
    {
        for (var n = 0; n < due.Length; n++)
        {
            // A thread of its own, so that a busy pool delays no question; it sleeps, as spinning would take a processor away.
            while (due[n] - Stopwatch.GetElapsedTime(begin) is var left && left > TimeSpan.Zero) Thread.Sleep(Math.Max(1, (int)left.TotalMilliseconds));
            ask(n);
        }
    }
}

/// <param name="MaxPerSecond">Turns per second of visitors who ask again at once.</param>
/// <param name="PerSecond">Turns per second of the questions that came on their own, to the last answer.</param>
/// <param name="Taken">From the moment each question was to come, to its answer at the client.</param>
/// <param name="Late">Of that, what the benchmark itself was late in asking.</param>
internal sealed record OpenLoopFigures(double MaxPerSecond, double PerSecond, Latency Taken, Latency Late);
