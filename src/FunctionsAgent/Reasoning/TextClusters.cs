using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Reasoning;

/// <summary>Near-duplicates stay in one fold: variants of a text that is passed around would otherwise be asked of a classifier that has learned them.</summary>
internal static class TextClusters
{
    /// <summary>Share of common shingles of three words from which two texts are variants of one.</summary>
    private const double LeastJaccard = 0.4;

    /// <summary>Shorter texts are alike by their frame alone ("what is the … of"): only the same words are the same.</summary>
    private const int LeastShingles = 8;

    /// <summary>Alike texts are chained: so many neighbours of a band are compared.</summary>
    private const int MostCompared = 24;

    /// <summary>Deals texts into folds, each label evenly, clusters whole.</summary>
    /// <returns>The fold of each text, 0 and up.</returns>
    public static int[] Deal(IReadOnlyList<string> texts, IReadOnlyList<int> labels, int folds)
    {
        var clusters = Of(texts).GroupBy(pair => pair.Root, pair => pair.Text).Select(group => group.ToList()).ToList();
        var dealt = IntentFolds.Deal(clusters.ConvertAll(cluster => texts[cluster[0]]), clusters.ConvertAll(cluster => labels[cluster[0]]), folds);
        var result = new int[texts.Count];
        for (var c = 0; c < clusters.Count; c++)
            foreach (var text in clusters[c]) result[text] = dealt[c];
        return result;
    }

    private static IEnumerable<(int Text, int Root)> Of(IReadOnlyList<string> texts)
    {
        var sets = texts.Select(ShingleSet.Of).ToArray();
        var bands = new List<(ulong Band, int Text)>(texts.Count * 8);
        for (var i = 0; i < sets.Length; i++)
            if (sets[i].Hashes.Length > 0) foreach (var band in sets[i].Signature()) bands.Add((band, i));
        bands.Sort();
        var pairs = new List<(int One, int Other, double Jaccard)>();
        for (var (from, to) = (0, 0); from < bands.Count; from = to)
        {
            while (to < bands.Count && bands[to].Band == bands[from].Band) to++;
            for (var j = from + 1; j < to; j++)
                for (var i = Math.Max(from, j - MostCompared); i < j; i++)
                    if (sets[bands[i].Text].Jaccard(sets[bands[j].Text]) is var alike && alike >= (sets[bands[i].Text].Hashes.Length < LeastShingles ? 1 : LeastJaccard)) pairs.Add((bands[i].Text, bands[j].Text, alike));
        }
        var roots = Enumerable.Range(0, texts.Count).ToArray();
        foreach (var (members, _) in DuplicateGroups.Of(texts.Count, pairs))
            foreach (var member in members) roots[member] = members[0];
        return roots.Select((root, text) => (text, root));
    }
}
