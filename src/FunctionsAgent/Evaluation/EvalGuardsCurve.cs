namespace FunctionsAgent.Evaluation;

/// <summary>How well scores tell two classes apart.</summary>
internal static class EvalGuardsCurve
{
    /// <summary>Area under the receiver operating characteristic: the chance that one of the class scores higher than one of the others, ties half. Null without both.</summary>
    public static double? Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> of)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]).ToArray();
        var (ranks, yes) = (0d, of.Count(one => one));
        for (var i = 0; i < order.Length;)
        {
            var j = i;
            while (j < order.Length && scores[order[j]] == scores[order[i]]) j++;
            ranks += (i + j + 1) / 2.0 * order[i..j].Count(at => of[at]);
            i = j;
        }
        var no = of.Count - yes;
        return yes == 0 || no == 0 ? null : (ranks - (yes * (yes + 1.0) / 2)) / ((double)yes * no);
    }

    /// <summary>Mean of the share of the class that is said to be of it and of the share of the others that is not. Null without both.</summary>
    public static double? BalancedAccuracy(IReadOnlyList<bool> said, IReadOnlyList<bool> of) =>
        Share(said, of, true) is { } yes && Share(said, of, false) is { } no ? (yes + 1 - no) / 2 : null;

    /// <summary>Of those of a class the share that is said to be of the first. Null without any.</summary>
    public static double? Share(IReadOnlyList<bool> said, IReadOnlyList<bool> of, bool which)
    {
        var (all, hits) = (0, 0);
        for (var i = 0; i < of.Count; i++)
        {
            if (of[i] != which) continue;
            all++;
            if (said[i]) hits++;
        }
        return all == 0 ? null : (double)hits / all;
    }
}
