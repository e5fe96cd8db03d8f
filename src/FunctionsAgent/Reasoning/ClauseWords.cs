namespace FunctionsAgent.Reasoning;

/// <summary>The words of a part, and whether they ask for anything.</summary>
internal static class ClauseWords
{
    private static readonly HashSet<string> Courtesy = new(StringComparer.Ordinal)
    {
        "hi", "hello", "hey", "there", "good", "morning", "afternoon", "evening", "day", "dear", "sir", "madam", "team", "all", "everyone", "thank", "thanks", "you", "a", "lot", "so", "much",
        "very", "many", "best", "kind", "regards", "cheers", "bye", "goodbye", "in", "advance", "for", "your", "help", "please", "guten", "tag", "morgen", "abend", "hallo", "liebes", "vielen", "dank",
        "danke", "schön", "sehr", "im", "voraus", "mit", "freundlichen", "grüßen", "viele", "grüße", "gruß", "lg", "mfg", "bitte", "greetings", "sincerely", "yours", "again",
    };

    /// <summary>Fewer than two words, or nothing but a greeting, thanks or a closing line.</summary>
    public static bool AsksNothing(string part)
    {
        var words = Of(part);
        return words.Length < 2 || words.All(Courtesy.Contains);
    }

    /// <summary>In lower case; an apostrophe belongs to its word.</summary>
    public static string[] Of(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || (text[i] is '\'' or '’' or '#' && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])));
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            words.Add(text[start..i].ToLowerInvariant().Replace('’', '\''));
            start = -1;
        }
        return [.. words];
    }
}
