using System.Collections.Immutable;

namespace FunctionsAgent.Evaluation;

/// <summary>How good one ranking is (Järvelin and Kekäläinen 2002 for nDCG, with relevance 0 or 1; average precision and recall as TREC counts them).</summary>
/// <param name="Ndcg10">1: the relevant documents, or ten of them, stand first.</param>
internal readonly record struct EvalRetrievalScore(double Ndcg10, double AveragePrecision, double Recall10)
{
    private const int Cut = 10;

    public static EvalRetrievalScore Of(ImmutableArray<string> relevant, ImmutableArray<string> ranking)
    {
        var wanted = relevant.ToHashSet(StringComparer.Ordinal);
        var (gain, precision, found, early) = (0d, 0d, 0, 0);
        for (var rank = 1; rank <= ranking.Length; rank++)
        {
            if (!wanted.Contains(ranking[rank - 1])) continue;
            precision += (double)++found / rank;
            if (rank > Cut) continue;
            gain += Discount(rank);
            early++;
        }
        var ideal = Enumerable.Range(1, Math.Min(Cut, wanted.Count)).Sum(Discount);
        return new(gain / ideal, precision / wanted.Count, (double)early / wanted.Count);
    }

    private static double Discount(int rank) => 1 / Math.Log2(rank + 1);
}
