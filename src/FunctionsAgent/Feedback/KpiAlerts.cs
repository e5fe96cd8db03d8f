using System.Collections.Immutable;
using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>A named, versioned rule over the figures: null where it finds nothing.</summary>
/// <param name="Severity">See <see cref="KpiAlert.Severity"/>.</param>
public sealed record KpiRule(string Name, string Version, string Severity, Func<KpiFacts, string?> Finds);

/// <summary>When somebody has to look. Only what an interval leaves no doubt of raises an alert, so that small numbers do not cry wolf.</summary>
public static class KpiAlerts
{
    /// <summary>Below it an interval is wide, and a share says little.</summary>
    public const int SmallSample = 30;

    private const double MostFailures = 0.05;
    private const int WeekDays = 7;

    /// <summary>From the midnight of a roll-up: its night begins at 02:00, and the next may take two hours.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(28);

    public static ImmutableArray<KpiRule> Rules { get; } =
    [
        new("goal-missed", "1", "alert", facts => facts.Goal is { State: "missed", Figure: { N: >= SmallSample } figure } goal
            ? $"{goal.Metric} {goal.Window} is {Say(figure)}; the target is {Percent(goal.Target)}." : null),
        new("drift", "1", "alert", facts => Drifts(facts) is { Count: > 0 } drifts ? string.Join(' ', drifts) : null),
        new("escalation-by-failure", "1", "alert", facts => facts.Figures.EscalatedBy.GetValueOrDefault("failure") is { Low: > MostFailures } rate
            ? $"Cases that went to a person because something failed: {Say(rate)}; at most {Percent(MostFailures)} are borne." : null),
        new("broken-logs", "1", "alert", facts => facts.Figures.Excluded.GetValueOrDefault("broken") is > 0 and var broken
            ? $"{broken} cases are in no figure because their logs cannot be trusted. 'verify' names what is wrong." : null),
        new("recompute-differs", "1", "alert", facts => facts.Differing > 0 ? $"{facts.Differing} counts of the log differ from what was rolled up. 'kpi recompute' counts anew." : null),
        new("roll-up-late", "1", "alert", facts => facts.Rolled.First is not null && facts.Now - facts.Rolled.AsOf > Late
            ? $"The last roll-up is of {facts.Rolled.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC: the night did not run." : null),
        new("small-sample", "1", "note", facts => facts.Goal?.Figure is { N: < SmallSample } figure
            ? $"{figure.N} cases are behind the goal's figure; below {SmallSample} its interval is too wide to judge by." : null),
    ];

    public static IReadOnlyList<KpiAlert> Of(KpiFacts facts) =>
        [.. from rule in Rules let text = rule.Finds(facts) where text is not null select new KpiAlert(rule.Name, rule.Version, facts.Agent, rule.Severity, text)];

    private static List<string> Drifts(KpiFacts facts)
    {
        // Containment of the last seven days is not known yet: its weeks end where the window has passed.
        var mature = facts.Window.Days;
        (string Figure, Rate Now, Rate Before)[] weeks =
        [
            ($"containment {facts.Window.Name}", facts.Week(mature).Of(facts.Window.Name).Containment, facts.Week(mature + WeekDays).Of(facts.Window.Name).Containment),
            ("coverage", facts.Week(0).Coverage, facts.Week(WeekDays).Coverage),
            ("csat", facts.Week(0).Survey.Csat, facts.Week(WeekDays).Survey.Csat),
        ];
        return [.. weeks.Where(week => week.Now.High < week.Before.Low).Select(week => $"{week.Figure} fell from {Say(week.Before)} to {Say(week.Now)} within a week.")];
    }

    /// <summary><c>61.3 % [57.1–65.4], n = 523</c>.</summary>
    public static string Say(Rate rate) => rate is { Share: { } share, Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} % [{low * 100:0.0}–{high * 100:0.0}], n = {rate.N}") : "nothing yet";

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
