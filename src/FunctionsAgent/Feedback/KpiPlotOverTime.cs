using static FunctionsAgent.Feedback.KpiHtmlText;

namespace FunctionsAgent.Feedback;

/// <summary>Containment day by day: dots are days, the line is the seven days up to each, with its interval. Days that are not mature are hatched.</summary>
internal static class KpiPlotOverTime
{
    private const double Left = 44;
    private const double Right = 710;
    private const double Top = 18;
    private const double Bottom = 220;
    private const int Week = 7;

    public sealed record Day(DateOnly Date, bool Mature, Rate Alone, Rate Week);

    public static IReadOnlyList<Day> Days(IReadOnlyList<Cell> cells, RolledUp rolled, KpiSpan days, Window window) => [.. days.Each.Select(date =>
    {
        var mature = rolled.IsMature(date, window);
        return new Day(date, mature, mature ? Of(new(date, date)) : Rate.None, mature ? Of(new KpiSpan(date.AddDays(1 - Week), date).Within(days)) : Rate.None);

        Rate Of(KpiSpan span) => KpiCount.Sum(cells.Where(span.Has)) is var sum ? Rate.Of(KpiCount.Held(sum, window), sum[Counters.Cases]) : Rate.None;
    })];

    public static string Draw(string label, IReadOnlyList<Day> days, double? target)
    {
        var svg = new KpiSvg(label, Bottom + 30);
        foreach (var quarter in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            svg.Line(Left, Y(quarter), Right, Y(quarter), "grid");
            svg.Text(Left - 6, Y(quarter) + 4, $"{quarter * 100:0} %", "end", "tick");
        }
        var step = (Right - Left) / Math.Max(1, days.Count);
        var young = days.TakeWhile(day => day.Mature).Count();
        if (young < days.Count)
        {
            svg.Box(Left + (young * step), Top, (days.Count - young) * step, Bottom - Top, "hatched", "Days whose cases may still return: they count when their window has passed.");
            svg.Text(Left + ((young + days.Count) * step / 2), Top + 14, "maturing", "middle", "tick");
        }
        foreach (var run in Runs(days))
        {
            svg.Path([.. run.Select(at => (X(at.N), Y(at.Day.Week.High!.Value))), .. run.Reverse().Select(at => (X(at.N), Y(at.Day.Week.Low!.Value)))], closed: true, "band");
            svg.Path(run.Select(at => (X(at.N), Y(at.Day.Week.Share!.Value))), closed: false, "curve");
        }
        if (target is { } goal)
        {
            svg.Line(Left, Y(goal), Right, Y(goal), "target");
            svg.Text(Left + 6, Y(goal) - 5, $"target {Percent(goal)}", kind: "tick");
        }
        foreach (var (day, n) in days.Select((day, n) => (day, n)))
            if (day.Alone.Share is { } share) svg.Dot(X(n), Y(share), 3, "dot", $"{KpiSpan.Text(day.Date)}: {KpiAlerts.Say(day.Alone)}; seven days: {KpiAlerts.Say(day.Week)}");
        var every = Math.Max(1, (days.Count + Week - 1) / Week);
        for (var n = 0; n < days.Count; n += every) svg.Text(X(n), Bottom + 18, KpiSpan.Text(days[n].Date)[5..], "middle", "tick");
        return svg.ToString();

        double X(int n) => Left + ((n + 0.5) * step);
        static double Y(double share) => Bottom - (share * (Bottom - Top));
    }

    public static string Numbers(IEnumerable<Day> days) => Table("Containment by day", ["day (UTC)", "share", "95 % interval", "n", "seven days", "95 % interval", "n"], days.Select(day => (string[])
        [KpiSpan.Text(day.Date), day.Mature ? Percent(day.Alone.Share) : "maturing", Interval(day.Alone), Number(day.Alone.N), Percent(day.Week.Share), Interval(day.Week), Number(day.Week.N)]));

    /// <summary>Days on end that have figures: a line over a gap would be an invention.</summary>
    private static IEnumerable<(Day Day, int N)[]> Runs(IReadOnlyList<Day> days)
    {
        var run = new List<(Day, int)>();
        for (var n = 0; n <= days.Count; n++)
        {
            if (n < days.Count && days[n].Week.Share is not null) run.Add((days[n], n));
            else if (run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }
    }
}
