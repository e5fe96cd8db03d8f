using System.Numerics;

namespace FunctionsAgent.Feedback;

/// <summary>Whole numbers in buckets of at most 6.25 % of their value (16 to a power of two), so that quantiles add up over days.</summary>
public static class Histogram
{
    private const int Linear = 16;

    /// <summary>0 to 15 each have their own; above, a power of two has 16 buckets.</summary>
    public static int BucketOf(long value)
    {
        if (value < Linear) return (int)Math.Max(0, value);
        var power = BitOperations.Log2((ulong)value);
        return ((power - 3) * Linear) + (int)((value >> (power - 4)) - Linear);
    }

    /// <summary>The largest value of a bucket.</summary>
    public static long Top(int bucket)
    {
        if (bucket < Linear) return bucket;
        var power = (bucket / Linear) + 3;
        return ((long)(bucket % Linear) + Linear + 1 << (power - 4)) - 1;
    }

    /// <summary>The bucket's top that at least this share of all values does not exceed; null of nothing.</summary>
    public static long? Quantile(IEnumerable<(int Bucket, long Count)> counts, double share)
    {
        var sorted = counts.OrderBy(c => c.Bucket).ToList();
        var rank = (long)Math.Ceiling(sorted.Sum(c => c.Count) * share);
        long seen = 0;
        foreach (var (bucket, count) in sorted)
            if ((seen += count) >= rank && seen > 0) return Top(bucket);
        return null;
    }
}
