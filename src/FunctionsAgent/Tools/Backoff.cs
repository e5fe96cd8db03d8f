namespace FunctionsAgent.Tools;

/// <summary>How long to wait before another attempt.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>As long as a peer may make a customer wait with <c>Retry-After</c>.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(10);

    /// <summary>Doubles from 100 ms to 2 s, half of it by chance; never shorter than what the peer asked for, up to <see cref="LongestAsked"/>.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan Wait(int attempt, TimeSpan? retryAfter, double chance)
    {
        var full = Math.Min(Longest.Ticks, First.Ticks << Math.Min(attempt - 1, 16));
        var own = TimeSpan.FromTicks((long)(full * (0.5 + (chance / 2))));
        var asked = retryAfter ?? TimeSpan.Zero;
        return asked > LongestAsked ? LongestAsked : asked > own ? asked : own;
    }
}
