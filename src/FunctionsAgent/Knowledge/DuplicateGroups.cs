namespace FunctionsAgent.Knowledge;

/// <summary>Pairs of alike articles as groups: a page that is there ten times is one finding.</summary>
internal static class DuplicateGroups
{
    /// <summary>Each group's members ascending, the groups by their first one.</summary>
    public static IEnumerable<(List<int> Members, double Least)> Of(int count, List<(int One, int Other, double Jaccard)> pairs)
    {
        var parents = Enumerable.Range(0, count).ToArray();
        foreach (var (one, other, _) in pairs) parents[Root(Math.Max(Root(one), Root(other)))] = Math.Min(Root(one), Root(other));
        var least = new Dictionary<int, double>();
        foreach (var (one, _, jaccard) in pairs) least[Root(one)] = Math.Min(jaccard, least.GetValueOrDefault(Root(one), 1));
        return pairs.SelectMany(pair => (IEnumerable<int>)[pair.One, pair.Other]).Distinct().GroupBy(Root).OrderBy(group => group.Key).Select(group => (group.Order().ToList(), least[group.Key]));

        int Root(int at)
        {
            while (parents[at] != at) at = parents[at] = parents[parents[at]];
            return at;
        }
    }
}
