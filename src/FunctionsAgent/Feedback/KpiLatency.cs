namespace FunctionsAgent.Feedback;

/// <summary>How long customers waited: from the acceptance of a turn's first message to its reply. In milliseconds, to 6.25 %.</summary>
/// <param name="Buckets">Turns by time, half a power of two each.</param>
public sealed record KpiLatency(long Turns, long? P50, long? P95, long? P99, IReadOnlyList<KpiLatency.Bucket> Buckets)
{
    public static KpiLatency None { get; } = new(0, null, null, null, []);

    /// <summary>Turns that took more than <paramref name="Over"/> and at most <paramref name="UpTo"/> milliseconds.</summary>
    public sealed record Bucket(long Over, long UpTo, long Turns);

    private const int FinePerBucket = 8;

    internal static KpiLatency Of(Cell sum)
    {
        var counts = sum.Numbered("ms.").ToList();
        var coarse = counts.GroupBy(count => count.Number / FinePerBucket).ToDictionary(group => group.Key, group => group.Sum(count => count.Count));
        // Buckets in between that nobody fell into are part of a distribution.
        var all = coarse.Count == 0 ? [] : Enumerable.Range(coarse.Keys.Min(), coarse.Keys.Max() - coarse.Keys.Min() + 1).Select(number => new Bucket(
            number == 0 ? -1 : Histogram.Top((number * FinePerBucket) - 1), Histogram.Top((number * FinePerBucket) + FinePerBucket - 1), coarse.GetValueOrDefault(number)));
        return new(counts.Sum(count => count.Count), Histogram.Quantile(counts, 0.5), Histogram.Quantile(counts, 0.95), Histogram.Quantile(counts, 0.99), [.. all]);
    }
}
