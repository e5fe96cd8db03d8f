using System.Globalization;
using FunctionsAgent.Agents;
using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>The first screen: is the goal reached, is it drifting, what costs most.</summary>
internal static class KpiHtmlCards
{
    private const int WeekDays = 7;

    public static string Goal(KpiReport report)
    {
        if (report.Goal is not { } goal) return Card("Is the goal reached?", "<p>Several agents have no goal in common.</p>");
        if (goal.Figure is not { N: > 0 } figure)
            return Card("Is the goal reached?", $"<p class=\"big\">not known yet</p><p>{Escape(goal.Metric)} {goal.Window}: target {Percent(goal.Target)}{(report.Matures is { } at ? $"; the first figure matures on {at:yyyy-MM-dd}" : "")}.</p>");
        var (state, kind) = goal.State switch { "reached" => ("reached", "reached"), "missed" => ("missed", "missed"), _ => ("not decided: the interval lies across the target", "") };
        return Card("Is the goal reached?", $"<p class=\"big\">{Percent(figure.Share)}</p><p><span class=\"state {kind}\">{state}</span></p>"
            + $"<p>{Escape(goal.Metric)} {goal.Window} [{Interval(figure)}], n = {Number(figure.N)}; target {(goal.Lower ? "at most " : "")}{Percent(goal.Target)}, baseline {Percent(goal.Baseline)}.</p>");
    }

    public static string Drift(KpiReport report, RolledUp rolled, Kpi? kpi)
    {
        if (report.Agent is not { } agent) return Card("Is it drifting?", Weeks(report));
        var facts = new KpiFacts(rolled, agent, kpi, rolled.AsOf);
        var (mature, window) = (facts.Window.Days, facts.Window.Name);
        var (week, before) = (facts.Week(mature).Of(window).Containment, facts.Week(mature + WeekDays).Of(window).Containment);
        var (state, kind) = (week, before) switch
        {
            ({ High: { } high }, { Low: { } low }) when high < low => ("falling", "missed"),
            ({ Low: { } low }, { High: { } high }) when low > high => ("rising", "reached"),
            ({ N: > 0 }, { N: > 0 }) => ("no clear change", ""),
            _ => ("not known yet", ""),
        };
        return Card("Is it drifting?", $"<p class=\"big {kind}\">{state}</p><p>Containment {window} of the last seven days that have had their window: {KpiAlerts.Say(week)}; of the seven before: {KpiAlerts.Say(before)}.</p>");
    }

    public static string Losses(IEnumerable<KpiLoss> losses, KpiReport report, Kpi? kpi)
    {
        var worst = losses.Where(loss => loss.Lost > 0).ToList();
        if (worst.Count == 0) return Card("What costs most?", report.Total.Of(report.Window).Containment.N > 0 ? "<p class=\"big\">nothing below target</p>" : "<p class=\"big\">not known yet</p>");
        var rows = string.Concat(worst.Select(loss => $"<li><b>{Label(loss.Intent, 40)}</b>: {string.Create(CultureInfo.InvariantCulture, $"{loss.Lost:0.#}")} cases ({KpiAlerts.Say(loss.Containment)})</li>"));
        return Card("What costs most?", $"<p>Cases more that would be contained at {Percent(KpiLoss.Target(kpi))}:</p><ol>{rows}</ol>");
    }

    private static string Weeks(KpiReport report) => report.Weeks.Count < 2 ? "<p>not known yet</p>" : $"<p>See the weeks below: {report.Weeks.Count}.</p>";

    private static string Card(string title, string body) => $"<div class=\"card\"><h2>{title}</h2>{body}</div>";
}
