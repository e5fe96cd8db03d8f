namespace AgentScript.Formatting;

/// <summary>White space as the language knows it.</summary>
internal static class Blanks
{
    /// <summary>A byte order mark, a word joiner, a zero-width space: white space without a column.</summary>
    public static bool IsIgnored(char c) => c is '\uFEFF' or '\u2060' or '\u200B';

    public static bool IsBlank(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsWhiteSpace(c) && !IsIgnored(c)) return false;
        return true;
    }
}
