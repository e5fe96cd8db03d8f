namespace FunctionsAgent.Knowledge;

/// <summary>A sentence as something that is claimed: what it is about, in terms, and what it says about it, in values and with or without a "not".</summary>
/// <param name="Start">Where the sentence begins in the section's text.</param>
/// <param name="Own">Terms of the sentence, and of the question it answers, that say what it is about; ascending, each once.</param>
/// <param name="Asked">Terms of the heading above it, ascending: a short sentence leans on them.</param>
internal sealed record Claim(int Article, int Section, int Start, int Length, int[] Own, int[] Asked, ClaimValue[] Values, bool IsNegated, bool IsConditional)
{
    /// <summary>Own and asked, ascending.</summary>
    public int[] Subject { get; } = ClaimSets.Union(Own, Asked);
}

/// <summary>Ascending arrays as sets.</summary>
internal static class ClaimSets
{
    public static int[] Union(int[] one, int[] other)
    {
        if (other.Length == 0) return one;
        if (one.Length == 0) return other;
        int[] both = [.. one, .. other];
        Array.Sort(both);
        var kept = 1;
        for (var i = 1; i < both.Length; i++)
            if (both[i] != both[kept - 1]) both[kept++] = both[i];
        return kept == both.Length ? both : both[..kept];
    }

    public static bool Has(int[] set, int term) => Array.BinarySearch(set, term) >= 0;

    public static int[] Of(List<int> terms)
    {
        int[] all = [.. terms];
        return Union(all, all);
    }
}
