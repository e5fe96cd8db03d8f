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
        var allowed = Math.Max(1, Math.Min(written.Length, MaxLength) / 3);
        var nearest = written.Length > MaxLength ? default : words.Where(word => word.Length <= MaxLength)
            .Select(word => (Word: word, Distance: Distance(written.ToUpperInvariant(), word.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance).FirstOrDefault();
        return nearest.Word is { } found && nearest.Distance <= allowed ? $"Did you mean '{found}'?" : $"Known: {string.Join(", ", words)}.";
    }

    // Levenshtein, with one row kept.
    private static int Distance(string from, string to)
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
