namespace FunctionsAgent.Feedback;

/// <summary>Whether the same request is handled the same way.</summary>
/// <param name="Sequences">Distinct sequences of steps.</param>
/// <param name="Commonest">Cases that took the commonest one.</param>
/// <param name="StepsP50">Steps of a case.</param>
public sealed record KpiConsistency(string Intent, long Sequences, Rate Commonest, long? StepsP50, long? StepsP95)
{
    internal static IReadOnlyList<KpiConsistency> By(IEnumerable<Cell> cells) =>
        [.. cells.GroupBy(cell => cell.Family, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(group.Key, KpiCount.Sum(group)))];

    private static KpiConsistency Of(string intent, Cell sum)
    {
        var sequences = sum.Counts.Where(count => count.Key.StartsWith(Counters.Sequence(""), StringComparison.Ordinal)).Select(count => count.Value).ToList();
        var steps = sum.Numbered("steps.").ToList();
        return new(intent, sequences.Count, Rate.Of(sequences.DefaultIfEmpty().Max(), sequences.Sum()), Quantile(steps, 0.5), Quantile(steps, 0.95));
    }

    private static long? Quantile(List<(int Number, long Count)> steps, double share)
    {
        var rank = (long)Math.Ceiling(steps.Sum(step => step.Count) * share);
        long seen = 0;
        foreach (var (number, count) in steps)
            if ((seen += count) >= rank && seen > 0) return number;
        return null;
    }
}
