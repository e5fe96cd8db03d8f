using System.Globalization;

namespace Benchmarks;

/// <summary>What foreign agents cost, for a reader.</summary>
internal static class AccessReport
{
    public static void Print(AccessFigures figures, TextWriter to)
    {
        to.WriteLine($"Agents that register by themselves, {Access.Connections} connections over HTTP; client and provider included");
        to.WriteLine("                                  a second   commits     rows    reads   CPU ms       KB   processors alone");
        foreach (var r in figures.Rates)
            to.WriteLine(Line($"  {r.What,-30}  {r.PerSecond,8:N0}  {r.Commits,8:N2}  {r.Rows,7:N2}  {r.Reads,7:N2}  {r.Cpu,7:N3}  {r.Allocated / 1024.0,7:N1}  {r.PerSecondOfProcessors,8:N0} a second{Target(r)}"));
        to.WriteLine(Line($"Validation of an access token, {figures.Validation.Count} times: p50 {figures.Validation.P50:N3} ms, p99 {figures.Validation.P99:N3} ms; target p99 {AccessFigures.ValidationTarget} ms: {Verdict(figures.Validation.P99 <= AccessFigures.ValidationTarget)}"));
        to.WriteLine(Line($"A conversation read over HTTP, {figures.ByToken.Count} times: p50 {figures.ByToken.P50:N3} ms, p99 {figures.ByToken.P99:N3} ms by access token; p50 {figures.ByKey.P50:N3} ms, p99 {figures.ByKey.P99:N3} ms by the embedded key"));
    }

    private static string Target(AccessRate rate) => rate.Target is { } target ? Line($"; target {target:N0}: {Verdict(rate.PerSecond >= target)}") : "";

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static string Verdict(bool met) => met ? "met" : "missed";
}
