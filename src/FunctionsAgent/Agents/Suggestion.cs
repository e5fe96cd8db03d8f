namespace FunctionsAgent.Agents;

/// <summary>What was probably meant, as a sentence.</summary>
internal static class Suggestion
{
    /// <summary>The nearest word, else all of them.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        if (words.Count == 0) return "There is none.";
        var same = words.Find(word => word.Equals(written, StringComparison.OrdinalIgnoreCase));
        return (same ?? AgentScript.Linting.Suggestion.Nearest(written, words)) is { } near ? $"Did you mean '{near}'?" : $"Known: {string.Join(", ", words)}.";
    }
}
