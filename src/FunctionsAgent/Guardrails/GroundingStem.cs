namespace FunctionsAgent.Guardrails;

/// <summary>A word without the commonest endings of English and German, so that "returned", "returns" and "returning", "Bestellung" and "Bestellungen" meet. In place: nothing is allocated.</summary>
internal static class GroundingStem
{
    public const int Longest = 48;

    /// <param name="word">Lower case, without accents.</param>
    /// <returns>How much of it is left; its last letter may have been changed.</returns>
    public static int Of(Span<char> word)
    {
        var n = word.Length;
        if (n > 4 && (Ends(word[..n], "ies") || Ends(word[..n], "ied")))
        {
            n -= 2;
            word[n - 1] = 'y';
        }
        else if (n > 3 && word[n - 1] == 's' && word[n - 2] is not ('s' or 'u' or 'i')) n--;
        if (n > 5 && Ends(word[..n], "ing")) n -= 3;
        else if (n > 4 && Ends(word[..n], "ed")) n -= 2;
        else if (n > 5 && Ends(word[..n], "ly")) n -= 2;
        if (n > 5 && word[n - 2] == 'e' && word[n - 1] is ('n' or 'r' or 'm')) n -= 2;
        else if (n > 3 && word[n - 1] == 'e') n--;
        if (n > 3 && word[n - 1] == word[n - 2]) n--;
        return n;
    }

    private static bool Ends(ReadOnlySpan<char> word, ReadOnlySpan<char> end) => word.EndsWith(end, StringComparison.Ordinal);
}
