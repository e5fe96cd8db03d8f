using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>What a rule found.</summary>
/// <param name="Text">One sentence with the figures it was decided by.</param>
/// <param name="Value">The figure: a share from 0 to 1, a count, hours.</param>
/// <param name="Limit">What it should be at least, or at most.</param>
/// <param name="N">Of how many, where it is a share.</param>
public sealed record KpiFinding(string Text, double Value, double Limit, long? N = null)
{
    internal static KpiFinding Of(string text, Rate rate, double limit) => new(text, rate.Share ?? 0, limit, rate.N);
}

/// <summary>A rule found something. No words of customers: names, figures, days.</summary>
/// <param name="Severity">alert: somebody should look; note: whoever reads the figures should know.</param>
/// <inheritdoc cref="KpiFinding"/>
public sealed record KpiAlert(string Rule, string Version, string Agent, string Severity, string Text, double Value = 0, double Limit = 0, long? N = null);

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
    public KpiFigures Week(int back) => Of(Rolled, Agent, WeekSpan(back));

    private KpiSpan WeekSpan(int back)
    {
        var last = KpiQuery.LastDay(Rolled.AsOf).AddDays(-back);
        return new(last.AddDays(1 - WeekDays), last);
    }

    /// <summary>Of the intents of those seven days.</summary>
    /// <inheritdoc cref="Week"/>
    internal IReadOnlyList<KpiConsistency> ConsistencyOfWeek(int back) => KpiConsistency.By(Rolled.Cells.Where(cell => cell.Agent == Agent && WeekSpan(back).Has(cell)));

    public static KpiFigures Of(RolledUp rolled, string agent, KpiSpan span) =>
        KpiCount.Of("", [.. rolled.Cells.Where(cell => cell.Agent == agent && span.Has(cell))], rolled, KpiReport.Counted(span, rolled));
}
