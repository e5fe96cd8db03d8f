namespace FunctionsAgent.Feedback;

/// <summary>The score interval of a share (E. B. Wilson, Journal of the American Statistical Association 22, 1927): it stays within 0 and 1 and holds for small n.</summary>
public static class Wilson
{
    /// <summary>Of 95 %: the standard normal distribution's 0.975 quantile.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Null where there is nothing to say: no case at all, or counts that are no share.</summary>
    public static (double Low, double High)? Interval(long successes, long n)
    {
        if (n <= 0 || successes < 0 || successes > n) return null;
        var share = (double)successes / n;
        var scale = 1 + (Z * Z / n);
        var centre = (share + (Z * Z / (2.0 * n))) / scale;
        var half = Z / scale * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4.0 * n * n)));
        // At the ends the interval touches them: rounding must not say otherwise.
        return (successes == 0 ? 0 : Math.Max(0, centre - half), successes == n ? 1 : Math.Min(1, centre + half));
    }
}
