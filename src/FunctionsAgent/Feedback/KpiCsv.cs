using System.Globalization;

namespace FunctionsAgent.Feedback;

/// <summary>Every group and figure in a line (RFC 4180): each carries what it needs to be read alone.</summary>
public static class KpiCsv
{
    private const string Columns = "agent,group_by,group,from,to,as_of,definition,figure,window,numerator,n,share,low,high,value,unit,excluded,maturing";

    public static void Write(KpiReport report, TextWriter output)
    {
        Line(output, Columns);
        Group(output, report, "", report.Total);
        foreach (var group in report.Groups) Group(output, report, report.By ?? "", group);
        foreach (var intent in report.Consistency)
        {
            Line(output, Row(report, "intent", intent.Intent, report.Total, new("consistency", null, 0, intent.Commonest)));
            Line(output, Row(report, "intent", intent.Intent, report.Total, new("sequences", null, 0, null, intent.Sequences, "sequences")));
            Line(output, Row(report, "intent", intent.Intent, report.Total, new("steps.p50", null, 0, null, intent.StepsP50, "steps")));
            Line(output, Row(report, "intent", intent.Intent, report.Total, new("steps.p95", null, 0, null, intent.StepsP95, "steps")));
        }
        foreach (var row in report.Beside?.Rows ?? [])
            Line(output, Row(report, row.Name.Length > 0 ? report.By ?? "" : "", row.Name, report.Total, new($"beside.{report.Beside!.Name}", null, 0, row.Theirs)));
    }

    private static void Group(TextWriter output, KpiReport report, string by, KpiFigures group)
    {
        foreach (var row in KpiRows.Rates(group).Concat(KpiRows.Numbers(group))) Line(output, Row(report, by, group.Name, group, row));
    }

    private static string Row(KpiReport report, string by, string name, KpiFigures group, KpiRow row) => string.Join(',', (string[])
    [
        Text(report.Agent ?? ""), Text(by), Text(name), KpiSpan.Text(report.From), KpiSpan.Text(report.To), report.AsOf.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        Text(report.Definition), Text(row.Figure), Text(row.Window ?? ""), Number(row.Rate?.Numerator), Number(row.Rate?.N), Number(row.Rate?.Share), Number(row.Rate?.Low), Number(row.Rate?.High),
        Number(row.Value), Text(row.Unit), Number(group.Excluded.Values.Sum()), Number(row.Window is { } window ? group.Of(window).Maturing : null),
    ]);

    /// <summary>A text that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).</summary>
    internal static string Text(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r\n".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static void Line(TextWriter output, string line) => output.Write(line + "\r\n");
}
