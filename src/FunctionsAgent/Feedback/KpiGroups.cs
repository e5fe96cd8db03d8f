namespace FunctionsAgent.Feedback;

/// <summary>The figures of parts: one each, in the order of their names, days and weeks in the order of time.</summary>
internal static class KpiGroups
{
    /// <param name="by">One of <see cref="KpiQuery.Groupings"/>.</param>
    public static IReadOnlyList<KpiFigures> By(string by, IReadOnlyCollection<Cell> cells, RolledUp rolled, KpiSpan days) => by switch
    {
        "day" => [.. days.Each.GroupJoin(cells, KpiSpan.Text, cell => cell.Day, (day, of) => KpiCount.Of(KpiSpan.Text(day), [.. of], rolled, new(day, day)), StringComparer.Ordinal)],
        "week" => [.. days.Each.Select(KpiSpan.WeekOf).Distinct().GroupJoin(
            cells, week => week.Name, cell => KpiSpan.WeekOf(KpiSpan.Day(cell.Day)).Name, (week, of) => KpiCount.Of(week.Name, [.. of], rolled, week.Span.Within(days)), StringComparer.Ordinal)],
        _ => [.. cells.GroupBy(cell => NameOf(by, cell), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => KpiCount.Of(group.Key, [.. group], rolled, days))],
    };

    private static string NameOf(string by, Cell cell) => by switch
    {
        "agent" => cell.Agent,
        "channel" => cell.Channel,
        "intent" => cell.Family,
        "version" => cell.Version,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such grouping."),
    };
}

/// <summary>A week's line in every report, so that a trend is seen without asking.</summary>
public sealed record KpiWeek(string Week, long Cases, Rate Containment, Rate Coverage, Rate Csat, Rate Escalated)
{
    internal static IReadOnlyList<KpiWeek> Of(IEnumerable<KpiFigures> weeks, Window window) =>
        [.. weeks.Select(week => new KpiWeek(week.Name, week.Cases, week.Of(window.Name).Containment, week.Coverage, week.Survey.Csat, week.Escalated))];
}
