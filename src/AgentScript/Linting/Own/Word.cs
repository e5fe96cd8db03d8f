namespace AgentScript.Linting.Own;

/// <summary>Words as names are written: letters a to z, digits and underscores.</summary>
internal static class Word
{
    public static bool Has(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    /// <summary>The end of the word that begins here; the same place where none does.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && Has(text[end])) end++;
        return end;
    }
}
