namespace FunctionsAgent.Agents;

/// <summary>"Did you mean …?": the known word nearest to a written one.</summary>
internal static class Suggestion
{
    private const int MaxLength = 64;

    /// <summary>A sentence: the nearest word, else all of them.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        if (words.Count == 0) return "There is none.";
        return Nearest(written, words) is { } found ? $"Did you mean '{found}'?" : $"Known: {string.Join(", ", words)}.";
    }

    /// <summary>The nearest word, or null when none is near: at most a third of the letters may differ.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        if (written.Length > MaxLength) return null;
        var nearest = known.Where(word => word.Length <= MaxLength)
            .Select(word => (Word: word, Distance: Distance(written.ToUpperInvariant(), word.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance).FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Max(1, written.Length / 3) ? nearest.Word : null;
    }

    // Levenshtein, with one row kept.
    internal static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
