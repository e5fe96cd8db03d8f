using System.Globalization;
using System.Text;
using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>A drawing, 720 units wide. Colours are classes of the page's style; every mark has its words as a title.</summary>
/// <param name="label">What it shows, for whoever does not see it. Not escaped yet.</param>
internal sealed class KpiSvg(string label, double height)
{
    public const double Width = 720;

    private readonly StringBuilder marks = new();

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        Add($"<line class=\"{kind}\" x1=\"{At(x1)}\" y1=\"{At(y1)}\" x2=\"{At(x2)}\" y2=\"{At(y2)}\"/>");

    /// <param name="title">Not escaped yet; null: decoration.</param>
    public void Box(double x, double y, double width, double tall, string kind, string? title = null) =>
        Add($"<rect class=\"{kind}\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(Math.Max(0, width))}\" height=\"{At(Math.Max(0, tall))}\">{Title(title)}</rect>");

    public void Dot(double x, double y, double radius, string kind, string? title = null) =>
        Add($"<circle class=\"{kind}\" cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"{At(radius)}\">{Title(title)}</circle>");

    public void Path(IEnumerable<(double X, double Y)> points, bool closed, string kind)
    {
        var steps = string.Join(' ', points.Select((point, n) => $"{(n == 0 ? 'M' : 'L')}{At(point.X)} {At(point.Y)}"));
        if (steps.Length > 0) Add($"<path class=\"{kind}\" d=\"{steps}{(closed ? " Z" : "")}\"/>");
    }

    /// <param name="anchor">start, middle or end.</param>
    public void Text(double x, double y, string text, string anchor = "start", string kind = "", int most = 60) =>
        Add($"<text class=\"{kind}\" x=\"{At(x)}\" y=\"{At(y)}\" text-anchor=\"{anchor}\">{(text.Length > most ? Title(text) : "")}{Label(text, most)}</text>");

    /// <summary>Lines and words at 0, 25, 50, 75 and 100 %, upright over a width.</summary>
    public void ShareAxis(double left, double right, double top, double bottom)
    {
        foreach (var quarter in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            var x = left + (quarter * (right - left));
            Line(x, top, x, bottom, "grid");
            Text(x, bottom + 16, $"{quarter * 100:0} %", "middle", "tick");
        }
    }

    public override string ToString() =>
        $"<svg viewBox=\"0 0 {At(Width)} {At(height)}\" role=\"img\" aria-label=\"{Escape(label)}\">{marks}</svg>";

    private static string Title(string? text) => text is null ? "" : $"<title>{Escape(text)}</title>";

    private void Add(string mark) => marks.Append(CultureInfo.InvariantCulture, $"{mark}");
}
