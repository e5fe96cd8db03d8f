using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Blobs of a roll-up, all behind <c>kpi/</c>, each named by what it holds and as of when: made again they are the same bytes, so two
/// runs at once, and one that is done again, do no harm.
/// </summary>
internal static class RollUpNames
{
    /// <summary>Of threads: those of <c>ConversationDays</c>.</summary>
    public const int ThreadShards = 16;

    /// <summary>Of persons: one is in memory at a time.</summary>
    public const int PersonShards = 64;

    /// <summary>Days whose cases may still be undone: the longest window, and the day it began on.</summary>
    public static int LiveDays => Definition.Default.Days + 1;

    /// <summary>How far each thread was read.</summary>
    public static string Threads(DateTimeOffset asOf, int shard) => $"{Base(asOf)}-threads-{shard:x}";

    /// <summary>What was read of a shard of threads: a line for each shard of persons.</summary>
    public static string Requests(DateTimeOffset asOf, int threads) => $"{Base(asOf)}-requests-{threads:x}";

    public static string Links(DateTimeOffset asOf, int threads) => $"{Base(asOf)}-links-{threads:x}";

    /// <summary>Cases that are open, or can still be undone.</summary>
    public static string Persons(DateTimeOffset asOf, int shard) => $"{Base(asOf)}-persons-{shard:x}";

    /// <summary>The cells of a day as they stood: after <see cref="LiveDays"/> they stay.</summary>
    public static string Day(DateOnly day, DateTimeOffset asOf)
    {
        var settled = new DateTimeOffset(day.AddDays(LiveDays).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return $"kpi/{Definition.Current.Version}-{Text(day)}-as-of-{Time(asOf < settled ? asOf : settled)}";
    }

    private static string Base(DateTimeOffset asOf) => $"kpi/{Definition.Current.Version}-{Time(asOf)}";

    private static string Time(DateTimeOffset asOf) => asOf.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
