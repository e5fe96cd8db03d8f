namespace FunctionsAgent.Feedback;

/// <summary>A share that never goes without what it is of.</summary>
/// <param name="N">Of how many.</param>
/// <param name="Share">0 to 1; null of nothing.</param>
/// <param name="Low">The 95 % interval (<see cref="Wilson"/>); null of nothing.</param>
public sealed record Rate(long Numerator, long N, double? Share, double? Low, double? High)
{
    public static Rate None { get; } = Of(0, 0);

    public static Rate Of(long numerator, long n)
    {
        var interval = Wilson.Interval(numerator, n);
        return new(numerator, n, n > 0 ? (double)numerator / n : null, interval?.Low, interval?.High);
    }
}
