using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>What an intent costs: the cases that would be contained if it were at the target.</summary>
/// <param name="Lost">n × (target − share); below 0 where it is better than the target.</param>
public sealed record KpiLoss(string Intent, Rate Containment, double Lost)
{
    /// <summary>The costliest first. An agent whose goal is another metric is held to containing everything.</summary>
    public static IReadOnlyList<KpiLoss> Of(IEnumerable<KpiFigures> intents, string window, Kpi? kpi) =>
        [.. intents.Select(intent => (intent.Name, Rate: intent.Of(window).Containment)).Where(intent => intent.Rate.N > 0)
            .Select(intent => new KpiLoss(intent.Name, intent.Rate, (intent.Rate.N * Target(kpi)) - intent.Rate.Numerator))
            .OrderByDescending(loss => loss.Lost).ThenBy(loss => loss.Intent, StringComparer.Ordinal)];

    public static double Target(Kpi? kpi) => kpi is { Metric: "containment" } goal ? goal.Target : 1;
}
