using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>The goal of agent.yaml beside where the agent stands.</summary>
/// <param name="Figure">Null where the metric is none that is counted from the log.</param>
/// <param name="State">reached: the whole interval is at the target or better; missed: none of it is; undecided: it lies across; none: nothing to judge by.</param>
public sealed record KpiGoal(string Metric, double Baseline, double Target, string Window, string Owner, string Outcome, Rate? Figure, string State)
{
    /// <summary>Lower is better.</summary>
    public bool Lower => IsLower(Metric);

    internal static KpiGoal Of(Kpi kpi, KpiFigures figures, IReadOnlyList<KpiConsistency> consistency)
    {
        var window = (Definition.Named(kpi.Window) ?? Definition.Default).Name;
        var rate = Find(kpi.Metric, figures.Of(window), figures, consistency);
        return new(kpi.Metric, kpi.Baseline, kpi.Target, window, kpi.Owner, kpi.Outcome, rate, StateOf(kpi, rate));
    }

    internal static Rate? Find(string metric, KpiWindow window, KpiFigures figures, IReadOnlyList<KpiConsistency> consistency) => metric switch
    {
        "containment" => window.Containment,
        "strict-containment" => window.Strict,
        "first-contact-resolution" => window.FirstContact,
        "deflection" => figures.Deflection,
        "escalation-rate" => figures.Escalated,
        "csat" => figures.Survey.Csat,
        "coverage" => figures.Coverage,
        "consistency" => Rate.Of(consistency.Sum(intent => intent.Commonest.Numerator), consistency.Sum(intent => intent.Commonest.N)),
        _ => null,
    };

    private static string StateOf(Kpi kpi, Rate? rate) => rate switch
    {
        null or { Low: null } => "none",
        { Low: { } low, High: { } high } when IsLower(kpi.Metric) => high <= kpi.Target ? "reached" : low > kpi.Target ? "missed" : "undecided",
        { Low: { } low, High: { } high } => low >= kpi.Target ? "reached" : high < kpi.Target ? "missed" : "undecided",
        _ => "none",
    };

    private static bool IsLower(string metric) => metric == "escalation-rate";
}
