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
        var coarse = counts.GroupBy(count => count.Number / FinePerBucket).OrderBy(group => group.Key).Select(group =>
        {
            var first = group.Key * FinePerBucket;
            return new Bucket(first == 0 ? -1 : Histogram.Top(first - 1), Histogram.Top(first + FinePerBucket - 1), group.Sum(count => count.Count));
        });
        return new(counts.Sum(count => count.Count), Histogram.Quantile(counts, 0.5), Histogram.Quantile(counts, 0.95), Histogram.Quantile(counts, 0.99), [.. coarse]);
    }
}
