using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>Cells to figures: sums, and nothing that is not in the cells.</summary>
internal static class KpiCount
{
    public static readonly string[] Causes = ["asked", "policy", "guard", "failure", "confidence", "timer", "dead-letter"];

    private static readonly string[] Ways = ["conversation", "channel", "other"];

    /// <param name="span">The days looked at, without those on which nothing was counted yet.</param>
    public static KpiFigures Of(string name, IReadOnlyCollection<Cell> cells, RolledUp rolled, KpiSpan span)
    {
        var sum = Sum(cells);
        var cases = sum[Counters.Cases];
        var causes = Causes.Select(cause => (cause, sum[Counters.EscalatedBy(cause)])).Where(by => by.Item2 > 0);
        return new(name, cases)
        {
            Windows = [.. Definition.Windows.Select(window => Of(window, cells, rolled, span))],
            Confirmed = Rate.Of(sum[Counters.Confirmed], cases),
            Assumed = Rate.Of(sum[Counters.Assumed], cases),
            Escalated = Rate.Of(sum[Counters.Escalated], cases),
            Abandoned = Rate.Of(sum[Counters.Abandoned], cases),
            Unknown = Rate.Of(sum[Counters.Unknown], cases),
            EscalatedBy = new SortedDictionary<string, Rate>(causes.ToDictionary(by => by.cause, by => Rate.Of(by.Item2, cases)), StringComparer.Ordinal),
            Served = Rate.Of(sum[Counters.Served], sum[Counters.Escalated]),
            Deflection = Rate.Of(cases - sum[Counters.Escalated], cases),
            Identifiable = Rate.Of(Sum(cells.Where(cell => cell.Known))[Counters.Cases], cases),
            Survey = KpiSurvey.Of(sum),
            Coverage = Rate.Of(sum[Counters.InScope], sum[Counters.Requests]),
            Requests = sum[Counters.Requests],
            Interactions = sum[Counters.Interactions],
            Actions = sum[Counters.Actions],
            Latency = KpiLatency.Of(sum),
            Spend = KpiSpend.Of(sum),
            Excluded = new SortedDictionary<string, long>(Excluded(sum), StringComparer.Ordinal),
            Marks = KpiMarks.Of(sum),
        };
    }

    /// <summary>Resolved cases that were undone within a window, in one of these ways. A repeat request undoes for every window.</summary>
    public static long Returns(Cell sum, string resolved, Window window, params string[] ways) =>
        Definition.Windows.Where(shorter => shorter.Length <= window.Length).Select(shorter => shorter.Name).Append("repeat")
            .Sum(when => (ways.Length > 0 ? ways : Ways).Sum(by => sum[Counters.Return(resolved, when, by)]));

    public static long Held(Cell sum, Window window) =>
        sum[Counters.Confirmed] + sum[Counters.Assumed] - Returns(sum, Counters.Confirmed, window) - Returns(sum, Counters.Assumed, window);

    public static Cell Sum(IEnumerable<Cell> cells)
    {
        var sum = new Cell("", "", "", "", "", false);
        foreach (var cell in cells) sum.Add(cell);
        return sum;
    }

    /// <summary>Counters named by a prefix and a number, rising.</summary>
    public static IEnumerable<(int Number, long Count)> Numbered(this Cell sum, string prefix) => sum.Counts
        .Where(count => count.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(count => (int.TryParse(count.Key.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1, count.Value))
        .Where(count => count.Item1 >= 0).OrderBy(count => count.Item1);

    private static KpiWindow Of(Window window, IReadOnlyCollection<Cell> cells, RolledUp rolled, KpiSpan span)
    {
        var mature = cells.Where(cell => rolled.IsMature(KpiSpan.Day(cell.Day), window)).ToList();
        var sum = Sum(mature);
        var days = span.Each.Count(day => rolled.IsMature(day, window));
        var units = sum[Counters.WorkUnits(window)];
        return new(window.Name, Sum(cells)[Counters.Cases] - sum[Counters.Cases], days)
        {
            Containment = Contained(sum),
            Strict = Rate.Of(sum[Counters.Confirmed] - Returns(sum, Counters.Confirmed, window), sum[Counters.Cases]),
            Identified = Contained(Sum(mature.Where(cell => cell.Known))),
            Unidentified = Contained(Sum(mature.Where(cell => !cell.Known))),
            FirstContact = Rate.Of(sum[Counters.FirstContact(window)], sum[Counters.Cases]),
            WorkUnits = units,
            WorkUnitsPerInteraction = Each(units, sum[Counters.Interactions]),
            WorkUnitsPerDay = Each(units, days),
            MillisecondsPerWorkUnit = Each(sum[Counters.Milliseconds], units),
            TokensPerWorkUnit = Each(KpiSpend.TokensOf(sum), units),
            CostPerWorkUnit = Each(KpiSpend.CostOf(sum), units),
        };

        Rate Contained(Cell part) => Rate.Of(Held(part, window), part[Counters.Cases]);
    }

    private static double? Each(double sum, long n) => n > 0 ? sum / n : null;

    private static Dictionary<string, long> Excluded(Cell sum) => sum.Counts
        .Where(count => count.Key.StartsWith(Counters.Excluded(""), StringComparison.Ordinal))
        .ToDictionary(count => count.Key[Counters.Excluded("").Length..], count => count.Value, StringComparer.Ordinal);
}
