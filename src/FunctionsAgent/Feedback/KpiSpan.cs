using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>UTC days, both included.</summary>
public sealed record KpiSpan(DateOnly From, DateOnly To)
{
    public int Days => Math.Max(0, To.DayNumber - From.DayNumber + 1);

    public IEnumerable<DateOnly> Each => Enumerable.Range(0, Days).Select(From.AddDays);

    public bool Has(Cell cell) => string.CompareOrdinal(cell.Day, Text(From)) >= 0 && string.CompareOrdinal(cell.Day, Text(To)) <= 0;

    /// <summary>What both have; of no days where they have none in common.</summary>
    public KpiSpan Within(KpiSpan other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);

    /// <summary>The week of a day, Monday to Sunday, as ISO 8601 names it: <c>2026-W45</c>.</summary>
    public static (string Name, KpiSpan Span) WeekOf(DateOnly day)
    {
        var time = day.ToDateTime(TimeOnly.MinValue);
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return (string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time)}-W{ISOWeek.GetWeekOfYear(time):D2}"), new(monday, monday.AddDays(6)));
    }

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
