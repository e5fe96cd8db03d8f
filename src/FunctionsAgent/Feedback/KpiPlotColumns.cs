using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>Counts side by side.</summary>
internal static class KpiPlotColumns
{
    private const double Left = 54;
    private const double Right = 710;
    private const double Top = 24;
    private const double Bottom = 180;
    private const int MostTicks = 12;

    /// <param name="Count">Null: not known yet, hatched.</param>
    public sealed record Column(string Name, double? Count);

    /// <param name="Place">In columns from the left: 2.5 is the middle of the third.</param>
    public sealed record Mark(string Name, double Place);

    public static string Draw(string label, string unit, IReadOnlyList<Column> columns, IReadOnlyList<Mark> marks)
    {
        var svg = new KpiSvg(label, Bottom + 30);
        var most = Math.Max(1, columns.Max(column => column.Count) ?? 1);
        var step = (Right - Left) / Math.Max(1, columns.Count);
        foreach (var part in (double[])[0, 0.5, 1])
        {
            svg.Line(Left, Y(part * most), Right, Y(part * most), "grid");
            svg.Text(Left - 6, Y(part * most) + 4, Number(Math.Round(part * most, 1)), "end", "tick");
        }
        var every = Math.Max(1, (columns.Count + MostTicks - 1) / MostTicks);
        for (var n = 0; n < columns.Count; n++)
        {
            var (x, column) = (Left + (n * step), columns[n]);
            if (column.Count is { } count) svg.Box(x + (step * 0.1), Y(count), step * 0.8, Bottom - Y(count), "column", $"{column.Name}: {Number(count)} {unit}");
            else svg.Box(x, Top, step, Bottom - Top, "hatched", $"{column.Name}: maturing");
            if (n % every == 0) svg.Text(x + (step / 2), Bottom + 18, column.Name, "middle", "tick", most: 12);
        }
        foreach (var (mark, n) in marks.Select((mark, n) => (mark, n)))
        {
            var x = Left + (mark.Place * step);
            svg.Line(x, Top - 6, x, Bottom, "target");
            svg.Text(Math.Min(x + 4, Right - 90), Top - 10 + (n * 13), mark.Name, kind: "tick");
        }
        return svg.ToString();

        double Y(double count) => Bottom - (count / most * (Bottom - Top));
    }

    public static string Numbers(string caption, string what, string unit, IEnumerable<Column> columns) =>
        Table(caption, [what, unit], columns.Select(column => (string[])[Escape(column.Name), column.Count is { } count ? Number(count) : "maturing"]));
}
