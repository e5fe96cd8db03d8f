using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>
/// The answer to "is the goal reached, is it drifting, what costs most": a pure function of what was rolled up. The same cells
/// and as-of time give the same report.
/// </summary>
/// <param name="Definition">Version of the definition the outcomes were judged by.</param>
/// <param name="From">First and last UTC day of the outcomes looked at.</param>
/// <param name="Window">The window the short figures are of.</param>
public sealed record KpiReport(string? Agent, DateTimeOffset AsOf, string Definition, DateOnly From, DateOnly To, string Window)
{
    public string? By { get; init; }
    public string? Channel { get; init; }
    public string? Intent { get; init; }
    public string? Version { get; init; }

    /// <summary>The first day that was ever counted; null: nothing was.</summary>
    public DateOnly? First { get; init; }

    /// <summary>Cases without an outcome yet, whatever the filters.</summary>
    public long Open { get; init; }

    /// <summary>When the first case of the window is no longer maturing; null when there are figures, or nothing to wait for.</summary>
    public DateTimeOffset? Matures { get; init; }
    public KpiGoal? Goal { get; init; }
    public KpiFigures Total { get; init; } = new("", 0);
    public IReadOnlyList<KpiFigures> Groups { get; init; } = [];
    public IReadOnlyList<KpiWeek> Weeks { get; init; } = [];
    public IReadOnlyList<KpiConsistency> Consistency { get; init; } = [];
    public Beside? Beside { get; init; }
    public IReadOnlyList<KpiAlert> Alerts { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <param name="kpi">The agent's goal; null for several agents.</param>
    /// <param name="alerts">Of the agent as a whole, whatever the filters.</param>
    public static KpiReport Of(RolledUp rolled, KpiQuery query, Kpi? kpi, IReadOnlyList<KpiAlert> alerts)
    {
        var asked = query.SpanAt(rolled.AsOf);
        var days = Counted(asked, rolled);
        var ofAgent = rolled.Cells.Where(cell => asked.Has(cell) && (query.Agent is null || cell.Agent == query.Agent)).ToList();
        var cells = ofAgent.Where(query.Takes).ToList();
        var total = KpiCount.Of("", cells, rolled, days);
        var consistency = KpiConsistency.By(cells);
        var matures = MaturesAt(cells, rolled, query.Window);
        return new(query.Agent, rolled.AsOf, rolled.Definition, asked.From, asked.To, query.Window.Name)
        {
            By = query.By, Channel = query.Channel, Intent = query.Intent, Version = query.Version,
            First = rolled.First,
            Open = rolled.Open.Where(open => query.Agent is null || open.Key == query.Agent).Sum(open => open.Value),
            Matures = matures,
            Goal = kpi is null ? null : KpiGoal.Of(kpi, total, consistency),
            Total = total,
            Groups = query.By is { } by ? KpiGroups.By(by, cells, rolled, days) : [],
            Weeks = KpiWeek.Of(KpiGroups.By("week", cells, rolled, days), query.Window),
            Consistency = consistency,
            Beside = query.Beside is { } beside && Neighbours.Named(beside) is { } neighbour ? Beside.Of(neighbour, query, cells, rolled) : null,
            Alerts = alerts,
            Notes = KpiNotes.Of(query, kpi, rolled, ofAgent, cells, matures),
        };
    }

    /// <summary>Without the days before anything was counted: they were not empty, nobody looked.</summary>
    internal static KpiSpan Counted(KpiSpan asked, RolledUp rolled) =>
        rolled.First is { } first ? asked.Within(new(first, KpiQuery.LastDay(rolled.AsOf))) : new(asked.From, asked.From.AddDays(-1));

    private static DateTimeOffset? MaturesAt(List<Cell> cells, RolledUp rolled, Window window)
    {
        var days = cells.Where(cell => cell[Counters.Cases] > 0).Select(cell => KpiSpan.Day(cell.Day)).Distinct().ToList();
        if (days.Count == 0 || days.Any(day => rolled.IsMature(day, window))) return null;
        return new DateTimeOffset(days.Min().AddDays(1 + window.Days), TimeOnly.MinValue, TimeSpan.Zero);
    }
}
