namespace FunctionsAgent.Reasoning;

/// <summary>A word without its commonest English endings: enough that "returned", "returning" and "returns" meet. Other languages are left to the character n-grams.</summary>
internal static class TextStem
{
    public static string Of(string word)
    {
        var stem = Plural(word);
        if (stem.Length > 4 && stem.EndsWith("ing", StringComparison.Ordinal)) stem = stem[..^3];
        else if (stem.Length > 3 && stem.EndsWith("ed", StringComparison.Ordinal)) stem = stem[..^2];
        if (stem.Length > 3 && stem[^1] == 'e') stem = stem[..^1];
        if (stem.Length > 3 && stem[^1] == stem[^2]) stem = stem[..^1];
        return stem;
    }

    private static string Plural(string word)
    {
        if (word.Length > 4 && (word.EndsWith("ies", StringComparison.Ordinal) || word.EndsWith("ied", StringComparison.Ordinal))) return word[..^3] + "y";
        return word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;
    }
}
