using System.Globalization;
using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>What became of the cases of each week: a bar of whole parts. Each outcome has a colour, a pattern and its letter.</summary>
internal static class KpiPlotOutcomes
{
    private const double Left = 100;
    private const double Right = 640;
    private const double Row = 26;
    private const double Narrowest = 34;

    /// <summary>Width of one, about.</summary>
    private const double Letter = 5.2;

    private static readonly (string Name, string Letter, string Kind, Func<KpiFigures, Rate> Of)[] Outcomes =
    [
        ("resolved, confirmed", "C", "confirmed", week => week.Confirmed),
        ("resolved, assumed", "A", "assumed", week => week.Assumed),
        ("escalated", "E", "escalated", week => week.Escalated),
        ("abandoned", "B", "abandoned", week => week.Abandoned),
        ("unknown", "U", "unknown", week => week.Unknown),
    ];

    public static string Draw(string label, IReadOnlyList<KpiFigures> weeks)
    {
        var top = 30.0;
        var svg = new KpiSvg(label, top + (weeks.Count * Row) + 8);
        var at = Left;
        foreach (var outcome in Outcomes)
        {
            svg.Box(at, 4, 14, 14, outcome.Kind);
            svg.Text(at + 18, 16, $"{outcome.Letter} {outcome.Name}", kind: "tick");
            at += 48 + (outcome.Name.Length * Letter);
        }
        foreach (var (week, n) in weeks.Select((week, n) => (week, n)))
        {
            var (x, y) = (Left, top + (n * Row));
            svg.Text(Left - 8, y + 15, week.Name, "end");
            foreach (var outcome in Outcomes)
            {
                if (outcome.Of(week) is not { Share: { } share } rate) continue;
                var width = share * (Right - Left);
                svg.Box(x, y, width, Row - 6, outcome.Kind, $"{week.Name}, {outcome.Name}: {KpiAlerts.Say(rate)}");
                if (width >= Narrowest) svg.Text(x + (width / 2), y + 14, string.Create(CultureInfo.InvariantCulture, $"{outcome.Letter} {share * 100:0}"), "middle", "on");
                x += width;
            }
            svg.Text(Right + 8, y + 15, $"n = {Number(week.Cases)}", kind: "tick");
        }
        return svg.ToString();
    }

    public static string Numbers(IEnumerable<KpiFigures> weeks) => Table("Outcomes by week", ["week", "cases", .. Outcomes.Select(outcome => outcome.Name)], weeks.Select(week =>
        (string[])[Escape(week.Name), Number(week.Cases), .. Outcomes.Select(outcome => $"{Number(outcome.Of(week).Numerator)} ({Percent(outcome.Of(week).Share)})")]));
}
