using System.Collections.Immutable;
using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>A named, versioned rule over the figures: null where it finds nothing.</summary>
/// <param name="Severity">See <see cref="KpiAlert.Severity"/>.</param>
/// <param name="What">One line for people.</param>
public sealed record KpiRule(string Name, string Version, string Severity, string What, Func<KpiFacts, KpiFinding?> Finds);

/// <summary>When somebody has to look. Only what an interval leaves no doubt of raises an alert, so that small numbers do not cry wolf.</summary>
public static class KpiAlerts
{
    /// <summary>Below it an interval is wide, and a share says little.</summary>
    public const int SmallSample = 30;

    private const double MostFailures = 0.05;
    private const int WeekDays = 7;

    /// <summary>From the midnight of a roll-up: its night begins at 02:00, and the next may take two hours.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(28);

    internal const string RollUpLate = "roll-up-late";

    public static ImmutableArray<KpiRule> Rules { get; } =
    [
        new("goal-missed", "1", "alert", $"no part of the interval of the goal's figure reaches the target, from {SmallSample} cases on", facts => facts.Goal is { State: "missed", Figure: { N: >= SmallSample } figure } goal
            ? KpiFinding.Of($"{goal.Metric} {goal.Window} is {Say(figure)}; the target is {Percent(goal.Target)}.", figure, goal.Target) : null),
        new("drift", "1", "alert", "containment, coverage or csat of seven days lies below the seven before, and their intervals do not meet", Drift),
        new("escalation-by-failure", "1", "alert", $"more than {Percent(MostFailures)} of cases went to a person because something failed, by the whole interval", facts => facts.Figures.EscalatedBy.GetValueOrDefault("failure") is { Low: > MostFailures } rate
            ? KpiFinding.Of($"Cases that went to a person because something failed: {Say(rate)}; at most {Percent(MostFailures)} are borne.", rate, MostFailures) : null),
        new("broken-logs", "1", "alert", "a case is in no figure because its log cannot be trusted", facts => facts.Figures.Excluded.GetValueOrDefault("broken") is > 0 and var broken
            ? new($"{broken} cases are in no figure because their logs cannot be trusted. 'verify' names what is wrong.", broken, 0) : null),
        new("recompute-differs", "1", "alert", "the night's sample, counted again from the log, is not what was rolled up; known where it was taken", facts => facts.Differing > 0
            ? new($"{facts.Differing} counts of the log differ from what was rolled up. 'kpi recompute' counts anew.", facts.Differing, 0) : null),
        new(RollUpLate, "1", "alert", $"the last midnight that was counted is more than {Late.TotalHours:0} hours ago", facts => IsLate(facts.Rolled, facts.Now)
            ? new($"The last roll-up is of {facts.Rolled.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC: the night did not run.", (facts.Now - facts.Rolled.AsOf).TotalHours, Late.TotalHours) : null),
        new("small-sample", "1", "note", $"fewer than {SmallSample} cases are behind the goal's figure", facts => facts.Goal?.Figure is { N: < SmallSample } figure
            ? new($"{figure.N} cases are behind the goal's figure; below {SmallSample} its interval is too wide to judge by.", figure.N, SmallSample) : null),
    ];

    public static IReadOnlyList<KpiAlert> Of(KpiFacts facts) =>
        [.. from rule in Rules let found = rule.Finds(facts) where found is not null select new KpiAlert(rule.Name, rule.Version, facts.Agent, rule.Severity, found.Text, found.Value, found.Limit, found.N)];

    internal static bool IsLate(RolledUp rolled, DateTimeOffset now) => rolled.First is not null && now - rolled.AsOf > Late;

    private static KpiFinding? Drift(KpiFacts facts)
    {
        // Containment of the last seven days is not known yet: its weeks end where the window has passed.
        var mature = facts.Window.Days;
        (string Figure, Rate Now, Rate Before)[] weeks =
        [
            ($"containment {facts.Window.Name}", facts.Week(mature).Of(facts.Window.Name).Containment, facts.Week(mature + WeekDays).Of(facts.Window.Name).Containment),
            ("coverage", facts.Week(0).Coverage, facts.Week(WeekDays).Coverage),
            ("csat", facts.Week(0).Survey.Csat, facts.Week(WeekDays).Survey.Csat),
        ];
        var fallen = weeks.Where(week => week.Now.High < week.Before.Low).ToList();
        return fallen.Count == 0 ? null : KpiFinding.Of(
            string.Join(' ', fallen.Select(week => $"{week.Figure} fell from {Say(week.Before)} to {Say(week.Now)} within a week.")), fallen[0].Now, fallen[0].Before.Low ?? 0);
    }

    /// <summary><c>61.3 % [57.1–65.4], n = 523</c>.</summary>
    public static string Say(Rate rate) => rate is { Share: { } share, Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} % [{low * 100:0.0}–{high * 100:0.0}], n = {rate.N}") : "nothing yet";

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
