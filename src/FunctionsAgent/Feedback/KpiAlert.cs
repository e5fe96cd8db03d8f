using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>A rule found something. No words of customers: names, figures, days.</summary>
/// <param name="Severity">alert: somebody should look; note: whoever reads the figures should know.</param>
/// <param name="Text">One sentence with the figures it was decided by.</param>
public sealed record KpiAlert(string Rule, string Version, string Agent, string Severity, string Text);

/// <summary>All that the rules decide by.</summary>
/// <param name="Rolled">Of the last <see cref="Days"/> days at least.</param>
/// <param name="Now">The time; <paramref name="Rolled"/> may be as of long ago.</param>
/// <param name="Differing">Cells that a recount from the log gave other numbers for.</param>
public sealed record KpiFacts(RolledUp Rolled, string Agent, Kpi? Kpi, DateTimeOffset Now, long Differing = 0)
{
    /// <summary>How far the rules look back.</summary>
    public const int Days = 28;

    private const int WeekDays = 7;

    public Window Window => Definition.Named(Kpi?.Window ?? "") ?? Definition.Default;

    public KpiFigures Figures { get; } = Of(Rolled, Agent, new(KpiQuery.LastDay(Rolled.AsOf).AddDays(1 - Days), KpiQuery.LastDay(Rolled.AsOf)));

    /// <summary>The goal as it stands over the days the rules look at.</summary>
    public KpiGoal? Goal => Kpi is null ? null : KpiGoal.Of(Kpi, Figures, KpiConsistency.By(Rolled.Cells.Where(cell => cell.Agent == Agent)));

    /// <summary>Seven days, the last of which is that many days before the last one counted.</summary>
    /// <param name="back">In days.</param>
    public KpiFigures Week(int back)
    {
        var last = KpiQuery.LastDay(Rolled.AsOf).AddDays(-back);
        return Of(Rolled, Agent, new(last.AddDays(1 - WeekDays), last));
    }

    public static KpiFigures Of(RolledUp rolled, string agent, KpiSpan span) =>
        KpiCount.Of("", [.. rolled.Cells.Where(cell => cell.Agent == agent && span.Has(cell))], rolled, KpiReport.Counted(span, rolled));
}
