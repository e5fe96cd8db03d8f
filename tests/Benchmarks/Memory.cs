using System.Collections.Immutable;
using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Whether the host's memory grows with the turns it has answered: visitors come, state who they are, have a short conversation in words of
/// their own and go. At each tenth all conversations are brought to their end and garbage is collected in full: what is left is kept for good.
/// </summary>
internal static class Memory
{
    private const int Visitors = 16;
    private const int Points = 10;

    /// <param name="told">Hears of each point as it is reached: the whole takes minutes.</param>
    public static async Task<MemoryFigures> MeasureAsync(string folder, int turns, Action<MemoryPoint> told)
    {
        await using var agent = await Agent.StartAsync(folder, "waiting");
        var points = ImmutableArray.CreateBuilder<MemoryPoint>(Points);
        var (begin, conversations, answered) = (Stopwatch.GetTimestamp(), 0, 0);
        for (var n = 1; n <= Points; n++)
        {
            var until = (int)((long)turns * n / Points);
            await Task.WhenAll(Enumerable.Range(0, Visitors).Select(_ => Task.Run(async () =>
            {
                while (Volatile.Read(ref answered) < until) Interlocked.Add(ref answered, await ShortConversation.HoldAsync(agent, Interlocked.Increment(ref conversations)));
            })));
            await agent.CloseAllAsync();
            var (heap, workingSet) = Kept();
            points.Add(new(answered, conversations, heap, workingSet, Stopwatch.GetElapsedTime(begin).TotalSeconds));
            told(points[^1]);
        }
        return new(points.MoveToImmutable());
    }

    private static (long Heap, long WorkingSet) Kept()
    {
        for (var n = 0; n < 2; n++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return (GC.GetTotalMemory(false), Environment.WorkingSet);
    }
}

/// <summary>Bytes after everything before is done and garbage is collected.</summary>
internal sealed record MemoryPoint(int Turns, int Conversations, long Heap, long WorkingSet, double Seconds);

internal sealed record MemoryFigures(ImmutableArray<MemoryPoint> Points)
{
    /// <summary>Growth from the second tenth, when everything has been used, to the end.</summary>
    public double HeapGrowth => (double)Points[^1].Heap / Points[1].Heap - 1;

    public double WorkingSetGrowth => (double)Points[^1].WorkingSet / Points[1].WorkingSet - 1;
}
