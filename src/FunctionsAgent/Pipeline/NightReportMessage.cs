using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>What is told of one agent and one night, whoever it goes to.</summary>
/// <param name="Subject">One line: figure, interval, n, goal.</param>
/// <param name="Text">What a person reads on a telephone.</param>
/// <param name="Html">The whole report as one page.</param>
/// <param name="Link">Where staff find it up to date; null without <c>Public__BaseUrl</c>.</param>
internal sealed record NightReportMessage(string Agent, DateTimeOffset AsOf, string Subject, string Text, KpiReport Report, string Html, Uri? Link)
{
    private const int Losses = 3;

    /// <summary>Null where the agent had no case: there is nothing to tell.</summary>
    public static NightReportMessage? Of(KpiFacts facts, string? publicAddress)
    {
        var query = KpiQuery.Default with { Agent = facts.Agent, Window = facts.Window };
        var alerts = KpiAlerts.Of(facts);
        var report = KpiReport.Of(facts.Rolled, query, facts.Kpi, alerts);
        if (report.Total.Cases == 0) return null;
        var link = publicAddress is null ? null : new Uri($"{publicAddress}/api/operator/kpi/report?agent={Uri.EscapeDataString(facts.Agent)}");
        var days = KpiReport.Counted(query.SpanAt(facts.Rolled.AsOf), facts.Rolled);
        var cells = facts.Rolled.Cells.Where(cell => cell.Agent == facts.Agent && days.Has(cell)).ToList();
        var losses = KpiLoss.Of(KpiGroups.By("intent", cells, facts.Rolled, days), report.Window, facts.Kpi).Where(loss => loss.Lost > 0).Take(Losses).ToList();
        return new(facts.Agent, facts.Rolled.AsOf, NightReportText.Subject(report), NightReportText.Body(facts, report, losses, link), report, KpiHtml.Write(facts.Rolled, query, facts.Kpi, alerts), link);
    }
}
