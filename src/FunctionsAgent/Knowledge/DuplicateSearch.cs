namespace FunctionsAgent.Knowledge;

/// <summary>Finds articles that say the same in almost the same words, without comparing each with each: only those that share a band of their signatures.</summary>
internal static class DuplicateSearch
{
    /// <summary>From which share of common shingles two articles are near-duplicates.</summary>
    public const double LeastJaccard = 0.8;

    /// <summary>Shingles below which an article is too short to be compared.</summary>
    private const int LeastShingles = 8;

    /// <summary>A page that is there a thousand times is compared with these many of them: one link is enough for one group.</summary>
    private const int MaxCompared = 8;

    /// <summary>Pairs of indexes, the smaller first, ascending.</summary>
    /// <param name="areSiblings">Whether two articles are about different things in the words of one template.</param>
    public static List<(int One, int Other, double Jaccard)> Of(IReadOnlyList<Article> articles, Func<int, int, bool> areSiblings)
    {
        var sets = new ShingleSet[articles.Count];
        var bands = new List<(ulong Band, int Article)>(articles.Count * 4);
        for (var i = 0; i < sets.Length; i++)
        {
            sets[i] = ShingleSet.Of(articles[i]);
            if (sets[i].Hashes.Length < LeastShingles) continue;
            foreach (var band in sets[i].Signature()) bands.Add((band, i));
        }

        bands.Sort();
        var pairs = new SortedDictionary<(int, int), double>();
        for (var from = 0; from < bands.Count;)
        {
            var to = from + 1;
            while (to < bands.Count && bands[to].Band == bands[from].Band) to++;
            for (var j = from + 1; j < to; j++)
                for (var i = Math.Max(from, j - MaxCompared); i < j; i++) Compare(bands[i].Article, bands[j].Article);
            from = to;
        }

        return [.. pairs.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))];

        void Compare(int one, int other)
        {
            if (pairs.ContainsKey((one, other))) return;
            var jaccard = sets[one].Jaccard(sets[other]);
            if (jaccard >= LeastJaccard && !areSiblings(one, other)) pairs[(one, other)] = jaccard;
        }
    }
}
