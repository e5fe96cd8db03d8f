namespace FunctionsAgent.Feedback;

/// <summary>One figure as a line: a share with its interval, or a number with its unit.</summary>
/// <param name="Figure">Stable.</param>
/// <param name="Level">Indent: a part of the figure above it.</param>
public sealed record KpiRow(string Figure, string? Window, int Level, Rate? Rate, double? Value = null, string Unit = "")
{
    public string Title => Window is null ? Figure : $"{Figure} {Window}";
}

/// <summary>Figures in the order in which they are read: what terminal, page and CSV print.</summary>
public static class KpiRows
{
    public static IEnumerable<KpiRow> Rates(KpiFigures figures)
    {
        foreach (var window in figures.Windows)
        {
            yield return new("containment", window.Name, 0, window.Containment);
            yield return new("strict-containment", window.Name, 1, window.Strict);
            yield return new("containment.identified", window.Name, 1, window.Identified);
            yield return new("containment.unidentified", window.Name, 1, window.Unidentified);
            yield return new("first-contact-resolution", window.Name, 1, window.FirstContact);
        }
        yield return new("identifiable", null, 0, figures.Identifiable);
        yield return new("deflection", null, 0, figures.Deflection);
        yield return new("resolved.confirmed", null, 0, figures.Confirmed);
        yield return new("resolved.assumed", null, 0, figures.Assumed);
        yield return new("escalated", null, 0, figures.Escalated);
        foreach (var (cause, rate) in figures.EscalatedBy.OrderByDescending(by => by.Value.Numerator)) yield return new($"escalated.{cause}", null, 1, rate);
        yield return new("escalated.served", null, 1, figures.Served);
        yield return new("abandoned", null, 0, figures.Abandoned);
        yield return new("unknown", null, 0, figures.Unknown);
        yield return new("coverage", null, 0, figures.Coverage);
        yield return new("csat", null, 0, figures.Survey.Csat);
        foreach (var (outcome, rate) in figures.Survey.CsatBy)
            if (rate.N > 0) yield return new($"csat.{outcome}", null, 1, rate);
        foreach (var (outcome, rate) in figures.Survey.AnsweredBy)
            if (rate.N > 0) yield return new($"survey-answered.{outcome}", null, 1, rate);
        yield return new("agreement", null, 0, figures.Marks.Agreement);
    }

    public static IEnumerable<KpiRow> Numbers(KpiFigures figures)
    {
        yield return new("cases", null, 0, null, figures.Cases, "cases");
        yield return new("requests", null, 0, null, figures.Requests, "requests");
        yield return new("interactions", null, 0, null, figures.Interactions, "conversations");
        yield return new("actions", null, 0, null, figures.Actions, "actions");
        foreach (var window in figures.Windows)
        {
            yield return new("awu", window.Name, 0, null, window.WorkUnits, "units");
            yield return new("awu-per-interaction", window.Name, 1, null, window.WorkUnitsPerInteraction);
            yield return new("awu-per-day", window.Name, 1, null, window.WorkUnitsPerDay);
            yield return new("ms-per-awu", window.Name, 1, null, window.MillisecondsPerWorkUnit, "ms");
            yield return new("tokens-per-awu", window.Name, 1, null, window.TokensPerWorkUnit, "tokens");
            yield return new("cost-per-awu", window.Name, 1, null, window.CostPerWorkUnit);
            yield return new("maturing", window.Name, 0, null, window.Maturing, "cases");
        }
        yield return new("turns", null, 0, null, figures.Latency.Turns, "turns");
        yield return new("latency.p50", null, 1, null, figures.Latency.P50, "ms");
        yield return new("latency.p95", null, 1, null, figures.Latency.P95, "ms");
        yield return new("latency.p99", null, 1, null, figures.Latency.P99, "ms");
        yield return new("tokens.in", null, 0, null, figures.Spend.TokensIn, "tokens");
        yield return new("tokens.out", null, 0, null, figures.Spend.TokensOut, "tokens");
        yield return new("tokens-per-case", null, 1, null, figures.Spend.TokensPerCase, "tokens");
        yield return new("cost", null, 0, null, figures.Spend.Cost);
        yield return new("cost-per-case", null, 1, null, figures.Spend.CostPerCase);
        yield return new("kappa", null, 0, null, figures.Marks.Kappa);
        foreach (var (why, count) in figures.Excluded) yield return new($"excluded.{why}", null, 0, null, count, "cases");
    }
}
