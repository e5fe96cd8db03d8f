using System.Diagnostics;

namespace Benchmarks;

/// <summary>How long one visitor waits for an answer while nobody else asks: <c>?wait=20</c>, measured at the client.</summary>
internal static class IdleTurn
{
    private const int WarmUp = 300;

    public static async Task<Latency> MeasureAsync(string folder, int turns)
    {
        await using var agent = await Agent.StartAsync(folder, "waiting");
        var visitor = await Visitor.OpenAsync(agent);
        for (var n = 0; n < WarmUp; n++) await visitor.AskAndWaitAsync(CancellationToken.None);

        var taken = new double[turns];
        for (var n = 0; n < turns; n++)
        {
            var begin = Stopwatch.GetTimestamp();
            await visitor.AskAndWaitAsync(CancellationToken.None);
            taken[n] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        return Latency.Of(taken);
    }
}

/// <summary>Milliseconds.</summary>
internal sealed record Latency(int Count, double P50, double P95, double P99)
{
    public static Latency Of(double[] values)
    {
        // On a machine that others keep busy a short measurement may end before its first turn.
        if (values.Length == 0) return new(0, 0, 0, 0);
        Array.Sort(values);
        return new(values.Length, At(0.50), At(0.95), At(0.99));

        double At(double share) => values[Math.Min(values.Length - 1, (int)Math.Ceiling(share * values.Length) - 1)];
    }
}
