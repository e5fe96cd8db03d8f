using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FunctionsAgent.Agents;
using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>The report as one page: nothing is fetched, it is well-formed, and its first screen answers the three questions.</summary>
public static class KpiHtml
{
    private const int LossesShown = 3;

    /// <summary>The page's content security policy: its own style and script, and nothing from anywhere.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Hash(KpiHtmlStyle.Css)}'; script-src 'sha256-{Hash(KpiHtmlStyle.Script)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <inheritdoc cref="KpiReport.Of"/>
    public static string Write(RolledUp rolled, KpiQuery query, Kpi? kpi, IReadOnlyList<KpiAlert> alerts)
    {
        var report = KpiReport.Of(rolled, query, kpi, alerts);
        var days = KpiReport.Counted(query.SpanAt(rolled.AsOf), rolled);
        List<Cell> cells = [.. rolled.Cells.Where(cell => days.Has(cell) && (query.Agent is null || cell.Agent == query.Agent) && query.Takes(cell))];
        var losses = KpiLoss.Of(KpiGroups.By("intent", cells, rolled, days), report.Window, kpi);
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Escape(report.Agent ?? "all agents")}: {Escape(report.Goal?.Metric ?? "figures")}</title><style>{KpiHtmlStyle.Css}</style><script>{KpiHtmlStyle.Script}</script></head><body>");
        html.Append(KpiHtmlStyle.Patterns).Append(Head(report)).Append("<main>");
        html.Append("<div class=\"cards\">").Append(KpiHtmlCards.Goal(report)).Append(KpiHtmlCards.Drift(report, rolled, kpi)).Append(KpiHtmlCards.Losses(losses.Take(LossesShown), report, kpi)).Append("</div>");
        html.Append(Told(report));
        if (report.Total.Cases > 0) html.Append(KpiHtmlPlots.All(report, rolled, cells, days, losses, kpi));
        html.Append(Tables(report)).Append("</main>").Append(Foot(report)).Append("</body></html>\n");
        return html.ToString();
    }

    private static string Head(KpiReport report)
    {
        var filters = string.Concat(new (string Name, string? Value)[] { ("channel", report.Channel), ("intent", report.Intent), ("version", report.Version) }
            .Where(filter => filter.Value is not null).Select(filter => $" · {filter.Name} {Escape(filter.Value!)}"));
        return $"<header><h1>{Escape(report.Agent ?? "all agents")}{filters}</h1><p>Outcomes of {KpiSpan.Text(report.From)} to {KpiSpan.Text(report.To)} (UTC), as of {AsOf(report)} UTC, window {Escape(report.Window)}, definition {Escape(report.Definition)}"
            + (report.Goal is { } goal ? $"; owner {Escape(goal.Owner)}: {Escape(goal.Outcome)}" : "") + "</p></header>";
    }

    private static string Told(KpiReport report)
    {
        if (report.Alerts.Count + report.Notes.Count == 0) return "";
        var html = new StringBuilder("<section aria-label=\"Alerts and notes\"><h2>To look at</h2>");
        foreach (var alert in report.Alerts) html.Append(CultureInfo.InvariantCulture, $"<p class=\"{(alert.Severity == "alert" ? "alert" : "note")}\"><b>{Escape(alert.Rule)}</b> ({Escape(alert.Agent)}): {Escape(alert.Text)}</p>");
        foreach (var note in report.Notes) html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Escape(note)}</p>");
        return html.Append("</section>").ToString();
    }

    private static string Tables(KpiReport report)
    {
        var html = new StringBuilder("<section><h2>All figures</h2><p>Shares that need a window are of the cases that have had it; the others are of all eligible cases of these days.</p>");
        html.Append(Table("Shares", ["figure", "share", "95 % interval", "count", "n"], KpiRows.Rates(report.Total).Where(row => row.Rate is { N: > 0 } || row.Level == 0).Select(row =>
            (string[])[$"{(row.Level > 0 ? "– " : "")}{Escape(row.Title)}", Percent(row.Rate!.Share), Interval(row.Rate), Number(row.Rate.Numerator), Number(row.Rate.N)])));
        html.Append(Table("Numbers", ["figure", "value", "unit"], KpiRows.Numbers(report.Total).Select(row => (string[])[$"{(row.Level > 0 ? "– " : "")}{Escape(row.Title)}", Number(row.Value), Escape(row.Unit)])));
        if (report.Consistency.Count > 0)
            html.Append(Table("Consistency: the same request handled the same way", ["intent", "ways", "share of the commonest", "95 % interval", "n", "steps p50", "steps p95"], report.Consistency.Select(intent => (string[])
                [Escape(intent.Intent), Number(intent.Sequences), Percent(intent.Commonest.Share), Interval(intent.Commonest), Number(intent.Commonest.N), Number(intent.StepsP50), Number(intent.StepsP95)])));
        if (report.Groups.Count > 0)
            html.Append(Table($"By {report.By}", [report.By!, "cases", $"containment {report.Window}", "95 % interval", "n", "escalated", "deflection", "csat", "AWU"], report.Groups.Select(group => (string[])
                [Escape(group.Name), Number(group.Cases), Percent(group.Of(report.Window).Containment.Share), Interval(group.Of(report.Window).Containment), Number(group.Of(report.Window).Containment.N),
                    Percent(group.Escalated.Share), Percent(group.Deflection.Share), Percent(group.Survey.Csat.Share), Number(group.Of(report.Window).WorkUnits)])));
        if (report.Beside is { } beside)
            html.Append(Table($"{beside.Theirs}: {beside.Rule}. Approximated: {beside.Approximated}", ["part", beside.Ours, "95 % interval", beside.Theirs, "95 % interval", "n"], beside.Rows.Select(row => (string[])
                [row.Name.Length > 0 ? Escape(row.Name) : "all", Percent(row.Ours.Share), Interval(row.Ours), Percent(row.Theirs.Share), Interval(row.Theirs), Number(row.Theirs.N)])));
        return html.Append("</section>").ToString();
    }

    private static string Foot(KpiReport report) =>
        $"<footer class=\"soft\"><p>Excluded, in no share: {(report.Total.Excluded.Count > 0 ? string.Join(", ", report.Total.Excluded.Select(why => $"{Escape(why.Key)} {Number(why.Value)}")) : "none")}. "
        + $"Maturing: {string.Join(", ", report.Total.Windows.Select(window => $"{window.Name} {Number(window.Maturing)}"))} cases. Still open: {Number(report.Open)}.</p>"
        + "<p>Intervals are Wilson's, 95 %. Who is not recognised by a verified identifier cannot be seen to return: their containment is shown apart. Deflection says nothing without containment beside it.</p></footer>";

    private static string AsOf(KpiReport report) => report.AsOf.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
