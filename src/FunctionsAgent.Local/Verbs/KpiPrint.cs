using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Local.Verbs;

/// <summary>A report for the terminal: the headline, shares with bars, work, parts, what is not in it, and what to look at.</summary>
internal static class KpiPrint
{
    public const int Narrow = 80;
    private const int Wide = 110;

    public static void Write(KpiReport report, TextWriter output, int width)
    {
        Headline(report, output, width);
        if (report.Total.Cases > 0 || report.Total.Excluded.Count > 0)
        {
            Shares(report, output, width);
            Work(report, output);
            Parts(report, output, width);
            BesideOurs(report, output, width);
        }
        Left(report, output);
        foreach (var alert in report.Alerts) Say(output, width, $"{(alert.Severity == "alert" ? "!" : "·")} {alert.Rule} ({alert.Agent}): {alert.Text}");
        foreach (var note in report.Notes) Say(output, width, $"· {note}");
    }

    /// <summary>Full up to the interval, grey through it, and a line where the target is.</summary>
    internal static string Bar(Rate rate, int width, double? target = null) => new([.. Enumerable.Range(0, width).Select(column =>
    {
        if (target is { } goal && Math.Min(width - 1, (int)(goal * width)) == column) return '│';
        var middle = (column + 0.5) / width;
        return middle <= rate.Low ? '█' : middle <= rate.High ? '▒' : '·';
    })]);

    private static void Headline(KpiReport report, TextWriter output, int width)
    {
        var filters = new (string Name, string? Value)[] { ("channel", report.Channel), ("intent", report.Intent), ("version", report.Version) }.Where(filter => filter.Value is not null).Select(filter => $"{filter.Name} {TextTable.Line(filter.Value!)}");
        Say(output, width, string.Join(" · ", filters.Prepend(TextTable.Line(report.Agent ?? "all agents"))));
        Say(output, width, $"{KpiSpan.Text(report.From)} to {KpiSpan.Text(report.To)}, as of {report.AsOf.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, definition {report.Definition}");
        if (report.Goal is { } goal)
        {
            output.WriteLine();
            if (goal.Figure is { } figure)
            {
                Say(output, width, $"{goal.Metric} {goal.Window}: {KpiAlerts.Say(figure)} · target {(goal.Lower ? "at most " : "")}{KpiAlerts.Percent(goal.Target)}: {State(goal.State)}");
                if (figure.N > 0) output.WriteLine(Bar(figure, Math.Min(width, Narrow) - 2, goal.Target));
            }
            Say(output, width, $"baseline {KpiAlerts.Percent(goal.Baseline)}, owner {TextTable.Line(goal.Owner)}: {TextTable.Line(goal.Outcome)}");
        }
        output.WriteLine();
    }

    private static string State(string state) => state switch
    {
        "reached" => "REACHED",
        "missed" => "MISSED",
        "undecided" => "not decided, the interval lies across it",
        _ => "nothing to judge by yet",
    };

    private static void Shares(KpiReport report, TextWriter output, int width)
    {
        var bar = width >= Wide ? 30 : 12;
        var table = new TextTable("FIGURE", "SHARE", "95 % INTERVAL", "N", "");
        foreach (var row in KpiRows.Rates(report.Total).Where(row => row.Window is null || row.Window == report.Window || row.Level == 0))
        {
            if (row.Rate is not { } rate || (row.Level > 0 && rate.N == 0)) continue;
            table.Add($"{new string(' ', row.Level * 2)}{row.Title}", Percent(rate.Share), Interval(rate), Whole(rate.N), rate.N > 0 ? Bar(rate, bar, Target(report, row)) : "");
        }
        table.Write(output, width);
        output.WriteLine();
    }

    private static double? Target(KpiReport report, KpiRow row) => report.Goal is { } goal && row.Figure == goal.Metric && (row.Window ?? goal.Window) == goal.Window ? goal.Target : null;

    private static void Work(KpiReport report, TextWriter output)
    {
        var (total, window) = (report.Total, report.Total.Of(report.Window));
        output.WriteLine($"AWU {report.Window}: {Whole(window.WorkUnits)} in {window.Days} days · {Number(window.WorkUnitsPerInteraction)} per interaction · {Number(window.WorkUnitsPerDay)} a day");
        output.WriteLine($"  each {Time(window.MillisecondsPerWorkUnit)}, {Number(window.TokensPerWorkUnit)} tokens, cost {Number(window.CostPerWorkUnit)} · actions {Whole(total.Actions)}");
        output.WriteLine($"cases {Whole(total.Cases)}, requests {Whole(total.Requests)}, interactions {Whole(total.Interactions)} · {Number(total.Spend.TokensPerCase)} tokens, cost {Number(total.Spend.CostPerCase)} a case");
        output.WriteLine($"latency p50 {Time(total.Latency.P50)}, p95 {Time(total.Latency.P95)}, p99 {Time(total.Latency.P99)} of {Whole(total.Latency.Turns)} turns");
        if (total.Marks.Kappa is { } kappa) output.WriteLine($"people's marks agree with the rule in {KpiAlerts.Say(total.Marks.Agreement)}; Cohen's kappa {Number(kappa)}");
        output.WriteLine();
    }

    private static void Parts(KpiReport report, TextWriter output, int width)
    {
        if (report.Groups.Count > 0)
        {
            var bar = width >= Wide ? 30 : 12;
            var table = new TextTable(report.By!.ToUpperInvariant(), "CASES", $"CONTAINMENT {report.Window}", "95 % INTERVAL", "N", "ESCALATED", "");
            foreach (var group in report.Groups)
            {
                var rate = group.Of(report.Window).Containment;
                table.Add(group.Name, Whole(group.Cases), Percent(rate.Share), Interval(rate), Whole(rate.N), Percent(group.Escalated.Share), rate.N > 0 ? Bar(rate, bar, report.Goal?.Metric == "containment" ? report.Goal.Target : null) : "");
            }
            table.Write(output, width);
            output.WriteLine();
        }
        if (report.By is not ("week" or "day"))
        {
            var weeks = new TextTable("WEEK", "CASES", $"CONTAINMENT {report.Window}", "COVERAGE", "CSAT", "ESCALATED");
            foreach (var week in report.Weeks) weeks.Add(week.Week, Whole(week.Cases), Percent(week.Containment.Share), Percent(week.Coverage.Share), Percent(week.Csat.Share), Percent(week.Escalated.Share));
            weeks.Write(output, width);
            output.WriteLine();
        }
        if (!report.Consistency.Any(intent => intent.Sequences > 0)) return;
        var intents = new TextTable("INTENT", "WAYS", "COMMONEST", "95 % INTERVAL", "N", "STEPS P50", "P95");
        foreach (var intent in report.Consistency.Where(intent => intent.Sequences > 0))
            intents.Add(intent.Intent, Whole(intent.Sequences), Percent(intent.Commonest.Share), Interval(intent.Commonest), Whole(intent.Commonest.N), Number(intent.StepsP50), Number(intent.StepsP95));
        intents.Write(output, width);
        output.WriteLine();
    }

    private static void BesideOurs(KpiReport report, TextWriter output, int width)
    {
        if (report.Beside is not { } beside) return;
        var table = new TextTable("", "OURS", "95 % INTERVAL", beside.Name.ToUpperInvariant(), "95 % INTERVAL", "N");
        foreach (var row in beside.Rows)
            table.Add(row.Name.Length > 0 ? row.Name : "all", Percent(row.Ours.Share), Interval(row.Ours), Percent(row.Theirs.Share), Interval(row.Theirs), Whole(row.Theirs.N));
        table.Write(output, width);
        Say(output, width, $"ours: {beside.Ours}. {beside.Theirs}: {beside.Rule}. Approximated: {beside.Approximated}");
        output.WriteLine();
    }

    private static void Left(KpiReport report, TextWriter output)
    {
        output.WriteLine($"maturing: {string.Join(", ", report.Total.Windows.Select(window => $"{window.Name} {Whole(window.Maturing)}"))} cases · still open: {Whole(report.Open)}");
        output.WriteLine($"excluded: {(report.Total.Excluded.Count > 0 ? string.Join(", ", report.Total.Excluded.Select(why => $"{TextTable.Line(why.Key)} {Whole(why.Value)}")) : "none")}");
    }

    /// <summary>Broken between words at the width.</summary>
    private static void Say(TextWriter output, int width, string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                output.WriteLine(line);
                line = "  " + word;
            }
            else line = line.Length == 0 ? word : $"{line} {word}";
        }
        output.WriteLine(line);
    }

    private static string Percent(double? share) => share is { } known ? KpiAlerts.Percent(known) : "–";

    private static string Interval(Rate rate) => rate is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"{low * 100:0.0}–{high * 100:0.0}") : "–";

    private static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double? number) => number switch
    {
        null => "–",
        >= 100 or <= -100 => number.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 0.1 or <= -0.1 => number.Value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static string Time(double? milliseconds) => milliseconds switch
    {
        null => "–",
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.#} s"),
    };
}
