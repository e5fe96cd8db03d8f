namespace FunctionsAgent.Feedback;

/// <summary>What customers said when they were asked.</summary>
/// <param name="Csat">Answers of 4 and 5 out of all.</param>
/// <param name="CsatBy">The same by the outcome of the case.</param>
/// <param name="AnsweredBy">Cases of an outcome that were answered for: who answers is not who is served.</param>
public sealed record KpiSurvey(Rate Csat, IReadOnlyDictionary<string, Rate> CsatBy, IReadOnlyDictionary<string, Rate> AnsweredBy)
{
    public static KpiSurvey None { get; } = Of(new Cell("", "", "", "", "", false));

    private const int Content = 4;
    private const int Best = 5;

    internal static KpiSurvey Of(Cell sum)
    {
        var (csat, answered) = (new SortedDictionary<string, Rate>(StringComparer.Ordinal), new SortedDictionary<string, Rate>(StringComparer.Ordinal));
        foreach (var outcome in (string[])[Counters.Escalated, Counters.Abandoned, Counters.Confirmed, Counters.Assumed, Counters.Unknown])
        {
            var scores = Enumerable.Range(1, Best).Select(score => sum[Counters.Survey(outcome, score)]).ToArray();
            csat[outcome] = Rate.Of(scores[(Content - 1)..].Sum(), scores.Sum());
            answered[outcome] = Rate.Of(scores.Sum(), sum[outcome]);
        }
        return new(Rate.Of(csat.Values.Sum(rate => rate.Numerator), csat.Values.Sum(rate => rate.N)), csat, answered);
    }
}
