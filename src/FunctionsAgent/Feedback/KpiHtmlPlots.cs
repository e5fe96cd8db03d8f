using System.Globalization;
using System.Text;
using FunctionsAgent.Agents;
using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>The plots of the page, in the order in which one asks.</summary>
internal static class KpiHtmlPlots
{
    private const int MostIntents = 25;

    public static string All(KpiReport report, RolledUp rolled, List<Cell> cells, KpiSpan days, IReadOnlyList<KpiLoss> losses, Kpi? kpi)
    {
        var window = Definition.Named(report.Window)!;
        double? target = kpi is { Metric: "containment" } ? kpi.Target : null;
        return new StringBuilder()
            .Append(OverTime(KpiPlotOverTime.Days(cells, rolled, days, window), report, target))
            .Append(Intents(losses, report, target))
            .Append(Outcomes(KpiGroups.By("week", cells, rolled, days)))
            .Append(Rates("Why cases went to a person", "Shares of all eligible cases, the largest first.", "cause", [.. report.Total.EscalatedBy.OrderByDescending(by => by.Value.Numerator).Select(by => new KpiPlotRates.Line(by.Key, by.Value))], null))
            .Append(Rates($"Channels: containment {report.Window}", "A channel's share is comparable only where its intents are.", "channel",
                [.. KpiGroups.By("channel", cells, rolled, days).Select(channel => new KpiPlotRates.Line(channel.Name, channel.Of(report.Window).Containment, $"n = {Number(channel.Of(report.Window).Containment.N)}"))], target))
            .Append(Latency(report.Total.Latency))
            .Append(Csat(report.Total.Survey))
            .Append(WorkUnits(report, KpiGroups.By("day", cells, rolled, days), rolled, window))
            .ToString();
    }

    private static string OverTime(IReadOnlyList<KpiPlotOverTime.Day> days, KpiReport report, double? target)
    {
        var says = $"Dots are days, the line is the seven days up to each with its 95 % interval{(target is null ? "" : ", the dashed line is the target")}. Hatched days have cases that may still return within {report.Window}.";
        return Figure($"Containment {report.Window} over time", says, KpiPlotOverTime.Draw($"Containment {report.Window} over {days.Count} days. {says}", days, target), KpiPlotOverTime.Numbers(days));
    }

    private static string Intents(IReadOnlyList<KpiLoss> losses, KpiReport report, double? target)
    {
        List<KpiPlotRates.Line> lines = [.. losses.Select(loss => new KpiPlotRates.Line(loss.Intent, loss.Containment,
            string.Create(CultureInfo.InvariantCulture, $"{(loss.Lost > 0 ? "lost" : "above by")} {Math.Abs(loss.Lost):0.#}, n = {loss.Containment.N}")))];
        return Figure($"Intents: containment {report.Window}, costliest first", $"Sorted by cases lost: n × (target − share).{(lines.Count > MostIntents ? $" The first {MostIntents} of {lines.Count}; the table has all." : "")}",
            KpiPlotRates.Draw($"Containment of {lines.Count} intents with 95 % intervals, sorted by cases lost", [.. lines.Take(MostIntents)], target), KpiPlotRates.Numbers("Containment by intent", "intent", lines));
    }

    private static string Outcomes(IReadOnlyList<KpiFigures> weeks) => Figure("What became of the cases", "Of the eligible cases of each week, in percent. Nothing unknown counts as success.",
        KpiPlotOutcomes.Draw($"Outcomes of the cases of {weeks.Count} weeks", weeks), KpiPlotOutcomes.Numbers(weeks));

    private static string Rates(string title, string says, string what, IReadOnlyList<KpiPlotRates.Line> lines, double? target) => lines.Count == 0
        ? $"<section><h2>{Escape(title)}</h2><p>None.</p></section>"
        : Figure(title, says, KpiPlotRates.Draw($"{title}: {lines.Count} shares with 95 % intervals", lines, target), KpiPlotRates.Numbers(title, what, lines));

    private static string Csat(KpiSurvey survey) => Rates("What customers said", "Answers of 4 and 5 out of all, by the outcome of the case; behind each, how many cases were answered for.", "outcome",
        [new("all", survey.Csat), .. survey.CsatBy.Where(by => by.Value.N > 0).Select(by => new KpiPlotRates.Line(by.Key, by.Value, $"{Number(by.Value.N)} of {Number(survey.AnsweredBy[by.Key].N)} answered"))], null);

    private static string Latency(KpiLatency latency)
    {
        if (latency.Turns == 0) return "<section><h2>How long customers waited</h2><p>No turn was timed.</p></section>";
        List<KpiPlotColumns.Column> columns = [.. latency.Buckets.Select(bucket => new KpiPlotColumns.Column($"≤ {Time(bucket.UpTo)}", bucket.Turns))];
        var says = $"Turns by the time from acceptance to reply. Half were answered within {Time(latency.P50)}, 95 % within {Time(latency.P95)}, 99 % within {Time(latency.P99)}.";
        return Figure("How long customers waited", says, KpiPlotColumns.Draw(says, "turns", columns, [.. new[] { ("p50", latency.P50), ("p95", latency.P95), ("p99", latency.P99) }
            .Select(quantile => new KpiPlotColumns.Mark($"{quantile.Item1} {Time(quantile.Item2)}", Place(latency, quantile.Item2!.Value)))]), KpiPlotColumns.Numbers("Turns by time", "time", "turns", columns));
    }

    private static double Place(KpiLatency latency, long milliseconds)
    {
        var n = latency.Buckets.TakeWhile(bucket => bucket.UpTo < milliseconds).Count();
        if (n >= latency.Buckets.Count) return latency.Buckets.Count;
        var bucket = latency.Buckets[n];
        return n + ((double)(milliseconds - bucket.Over) / (bucket.UpTo - bucket.Over));
    }

    private static string WorkUnits(KpiReport report, IReadOnlyList<KpiFigures> days, RolledUp rolled, Window window)
    {
        List<KpiPlotColumns.Column> columns = [.. days.Select(day => new KpiPlotColumns.Column(day.Name[5..], rolled.IsMature(KpiSpan.Day(day.Name), window) ? day.Of(window.Name).WorkUnits : null))];
        var each = report.Total.Of(window.Name);
        var says = $"Agentic Work Units: customers' intents fully resolved, proved by the log, standing after {window.Name}. {Number(each.WorkUnitsPerInteraction)} per interaction, {Number(each.WorkUnitsPerDay)} a day. Hatched days are maturing.";
        return Figure("Work done", says, KpiPlotColumns.Draw(says, "work units", columns, []), KpiPlotColumns.Numbers("Work units by day", "day", "work units", columns));
    }
}
