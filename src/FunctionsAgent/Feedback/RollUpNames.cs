using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Blobs of a roll-up, all behind <c>kpi/</c>, each named by what it holds and as of when: made again they are the same bytes, so two
/// runs at once, and one that is done again, do no harm.
/// </summary>
internal static class RollUpNames
{
    public const int Shards = 16;

    /// <summary>Days whose cases may still be undone: the longest window, and the day it began on.</summary>
    public static int LiveDays => Definition.Default.Days + 1;

    /// <summary>How far each thread was read.</summary>
    public static string Threads(DateTimeOffset asOf, int shard) => $"{Base(asOf)}-threads-{shard:x}";

    /// <summary>What was read of a shard of threads for a shard of persons.</summary>
    public static string Requests(DateTimeOffset asOf, int threads, int persons) => $"{Base(asOf)}-requests-{threads:x}-{persons:x}";

    public static string Links(DateTimeOffset asOf, int threads) => $"{Base(asOf)}-links-{threads:x}";

    /// <summary>Cases that are open, or can still be undone.</summary>
    public static string Persons(DateTimeOffset asOf, int shard) => $"{Base(asOf)}-persons-{shard:x}";

    /// <summary>What these persons' cases add to the days.</summary>
    public static string Part(DateTimeOffset asOf, int shard) => $"{Base(asOf)}-cells-{shard:x}";

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
