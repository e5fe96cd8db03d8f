using System.Globalization;

namespace AgentScript.Expressions;

/// <summary>Dates and times as ISO 8601 writes them in full: <c>2026-11-25</c>, <c>2026-11-25T14:30[:59[.123]][Z|+01:00]</c>, <c>14:30[:59]</c>.</summary>
internal static class IsoTime
{
    private const string Time = "HH':'mm", Seconds = "HH':'mm':'ss", Fraction = "HH':'mm':'ss.FFFFFFF", Day8601 = "yyyy'-'MM'-'dd";

    private static readonly string[] Local = [.. new[] { Time, Seconds, Fraction }.Select(time => $"{Day8601}'T'{time}")];
    private static readonly string[] Zoned = [.. Local.Select(local => local + "zzz")];
    private static readonly string[] Times = [Time, Seconds, Fraction];

    public static DateOnly? Date(string text) => DateOnly.TryParseExact(text, Day8601, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static bool IsTime(string text) => TimeOnly.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static bool IsDateTime(string text) => Day(text, TimeSpan.Zero) is not null;

    /// <summary>The day of a date, or of a time brought to a zone; a time without a zone is in that one already.</summary>
    public static DateOnly? Day(string text, TimeSpan zone)
    {
        if (Date(text) is { } date) return date;
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return DateOnly.FromDateTime(local);
        var zoned = text.EndsWith('Z') ? string.Concat(text.AsSpan(0, text.Length - 1), "+00:00") : text;
        if (!DateTimeOffset.TryParseExact(zoned, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        var ticks = time.UtcTicks + zone.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? DateOnly.FromDateTime(new DateTime(ticks)) : null;
    }
}
