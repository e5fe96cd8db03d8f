using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>Shares below one another, each a dot with its interval, and the target as a line.</summary>
internal static class KpiPlotRates
{
    private const double Left = 190;
    private const double Right = 560;
    private const double Row = 28;
    private const int LabelMost = 26;

    /// <param name="Note">Behind the row: what it costs, who answered.</param>
    public sealed record Line(string Name, Rate Rate, string Note = "");

    public static string Draw(string label, IReadOnlyList<Line> lines, double? target)
    {
        var bottom = 24 + (lines.Count * Row);
        var svg = new KpiSvg(label, bottom + 26);
        svg.ShareAxis(Left, Right, 16, bottom);
        if (target is { } goal)
        {
            svg.Line(X(goal), 10, X(goal), bottom, "target");
            svg.Text(X(goal), 9, $"target {Percent(goal)}", "middle", "tick");
        }
        foreach (var (line, n) in lines.Select((line, n) => (line, n)))
        {
            var y = 16 + ((n + 0.5) * Row);
            svg.Text(Left - 10, y + 4, line.Name, "end", most: LabelMost);
            if (line.Rate is not { Share: { } share, Low: { } low, High: { } high })
            {
                svg.Text(Left + 6, y + 4, "nothing yet", kind: "tick");
                continue;
            }
            svg.Box(X(low), y - 4, X(high) - X(low), 8, "band");
            svg.Line(X(low), y - 6, X(low), y + 6, "whisker");
            svg.Line(X(high), y - 6, X(high), y + 6, "whisker");
            svg.Dot(X(share), y, 5, target is { } at && high < at ? "dot missed" : "dot", $"{line.Name}: {KpiAlerts.Say(line.Rate)}");
            svg.Text(Right + 12, y + 4, line.Note.Length > 0 ? line.Note : $"n = {Number(line.Rate.N)}", kind: "tick", most: 24);
        }
        return svg.ToString();

        static double X(double share) => Left + (share * (Right - Left));
    }

    public static string Numbers(string caption, string what, IEnumerable<Line> lines) => Table(caption, [what, "share", "95 % interval", "count", "n", "note"], lines.Select(line =>
        (string[])[Escape(line.Name), Percent(line.Rate.Share), Interval(line.Rate), Number(line.Rate.Numerator), Number(line.Rate.N), Escape(line.Note)]));
}
