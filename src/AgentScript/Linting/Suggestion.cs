namespace AgentScript.Linting;

/// <summary>The name that was probably meant.</summary>
public static class Suggestion
{
    private const int Longest = 64;

    /// <summary><c> Did you mean 'x'?</c>, or nothing where no candidate is within 40 % of the longer name.</summary>
    public static string DidYouMean(string name, IEnumerable<string> candidates) => Nearest(name, candidates) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>The candidate within 40 % of the longer name by Levenshtein's distance that is nearest; null where there is none.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > Longest) return null;
        string? best = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var longer = Math.Max(name.Length, candidate.Length);
            if (candidate.Length > Longest || Math.Abs(name.Length - candidate.Length) * 5 > longer * 2) continue;
            var distance = Distance(name, candidate);
            if (distance * 5 > longer * 2 || distance >= least) continue;
            (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Levenshtein's: the fewest insertions, deletions and replacements.</summary>
    private static int Distance(string from, string to)
    {
        Span<int> row = stackalloc int[to.Length + 1];
        for (var i = 0; i <= to.Length; i++) row[i] = i;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[to.Length];
    }
}
