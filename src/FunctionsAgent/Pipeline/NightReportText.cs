using System.Globalization;
using System.Text;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>The report in a line and on one screen of plain text: is the goal reached, is it drifting, what costs most.</summary>
internal static class NightReportText
{
    private static readonly string[] Windowed = ["containment", "strict-containment", "first-contact-resolution"];

    /// <summary><c>retail-support: containment 61 % (55–67 %) of 240, goal 55 % reached</c>.</summary>
    public static string Subject(KpiReport report) => $"{report.Agent}: {Metric(report)} {Short(Headline(report))}" + report.Goal switch
    {
        { Figure: not null, State: "none" } goal => $", goal {Whole(goal.Target)}",
        { Figure: not null } goal => $", goal {Whole(goal.Target)} {goal.State}",
        _ => "",
    };

    public static string Body(KpiFacts facts, KpiReport report, IReadOnlyList<KpiLoss> losses, Uri? link)
    {
        var text = new StringBuilder();
        Line($"{report.Agent}: outcomes of {KpiSpan.Text(report.From)} to {KpiSpan.Text(report.To)} (UTC), as of {report.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC, definition {report.Definition}");
        Line();
        Line($"{Name(report)}: {KpiAlerts.Say(Headline(report))}{Goal(report.Goal)}");
        // A week counts when its last case has had the window.
        var back = Windowed.Contains(Metric(report)) ? facts.Window.Days : 0;
        Line($"Seven days to {KpiSpan.Text(report.To.AddDays(-back))}: {KpiAlerts.Say(Of(facts, report, back))}");
        Line($"The seven before: {KpiAlerts.Say(Of(facts, report, back + 7))}");
        Line($"Cases: {report.Total.Cases}, of which maturing (their {report.Window} is not over): {report.Total.Of(report.Window).Maturing}. Without an outcome yet: {report.Open}.");
        if (report.Matures is { } matures) Line($"The first figure matures on {matures.UtcDateTime:yyyy-MM-dd}.");
        Line();
        if (losses.Count == 0) Line($"Costs most: nothing lies below the target.");
        else Line($"Costs most (cases below {KpiAlerts.Percent(KpiLoss.Target(facts.Kpi))} containment):");
        foreach (var loss in losses) Line($"- {loss.Intent}: {loss.Lost:0.#}, containment {KpiAlerts.Say(loss.Containment)}");
        Line();
        Line($"Alerts:{(report.Alerts.Count == 0 ? " none." : "")}");
        foreach (var alert in report.Alerts) Line($"- {alert.Rule} {alert.Version} ({alert.Severity}): {alert.Text}");
        foreach (var note in report.Notes) Line($"- {note}");
        if (link is null) return text.ToString();
        Line();
        Line($"Up to date, for staff: {link}");
        return text.ToString();

        void Line(FormattableString? line = null) => text.Append(line is null ? "" : FormattableString.Invariant(line)).Append('\n');
    }

    private static string Metric(KpiReport report) => report.Goal is { Figure: not null } goal ? goal.Metric : "containment";

    private static string Name(KpiReport report) => Windowed.Contains(Metric(report)) ? $"{Metric(report)} {report.Window}" : Metric(report);

    private static Rate Headline(KpiReport report) => report.Goal?.Figure ?? report.Total.Of(report.Window).Containment;

    private static Rate Of(KpiFacts facts, KpiReport report, int back)
    {
        var week = facts.Week(back);
        return KpiGoal.Find(Metric(report), week.Of(report.Window), week, facts.ConsistencyOfWeek(back)) ?? Rate.None;
    }

    private static string Goal(KpiGoal? goal) => goal switch
    {
        null => "",
        { Figure: null } => $". The goal, {goal.Metric} {KpiAlerts.Percent(goal.Target)}, is measured by evaluations.",
        { State: "none" } => $". The goal is {KpiAlerts.Percent(goal.Target)}.",
        _ => $". The goal of {KpiAlerts.Percent(goal.Target)}{(goal.Lower ? " at most" : "")} is {goal.State}.",
    };

    private static string Short(Rate rate) => rate is { Share: { } share, Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{Whole(share)} ({low * 100:0}–{high * 100:0} %) of {rate.N}") : "not known yet";

    private static string Whole(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}
