using System.Globalization;

namespace FunctionsAgent.Guardrails;

/// <summary>
/// What stands for a masked value: <c>&lt;EMAIL_1&gt;</c>. The number tells whose it is, a letter behind it how it was written:
/// <c>&lt;PERSON_1&gt;</c> and <c>&lt;PERSON_1b&gt;</c> are one person, named in two ways.
/// </summary>
internal static class MaskToken
{
    private const int LongestLabel = 64, MostDigits = 9, MostLetters = 6;

    public static string Of(string label, int number, int spelling) => string.Create(CultureInfo.InvariantCulture, $"<{label}_{number}{Letters(spelling)}>");

    /// <summary>A label of a recogniser's or pattern's name.</summary>
    public static string Label(string name) => name.ToUpperInvariant().Replace('-', '_');

    /// <summary>How long what looks like a token at <paramref name="start"/> is; 0: nothing does.</summary>
    public static int At(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length || text[start] != '<' || start + 1 >= text.Length || !char.IsAsciiLetterUpper(text[start + 1])) return 0;
        var at = start + 1;
        while (at < text.Length && at - start <= LongestLabel + MostDigits + 1 && (char.IsAsciiLetterUpper(text[at]) || char.IsAsciiDigit(text[at]) || text[at] == '_')) at++;
        var letters = at;
        while (at < text.Length && at - letters < MostLetters && char.IsAsciiLetterLower(text[at])) at++;
        if (at >= text.Length || text[at] != '>' || !char.IsAsciiDigit(text[letters - 1])) return 0;
        var digits = letters;
        while (char.IsAsciiDigit(text[digits - 1])) digits--;
        return text[digits - 1] == '_' && letters - digits <= MostDigits ? at + 1 - start : 0;
    }

    /// <summary>Label, number and spelling of a token.</summary>
    public static (string Label, int Number, int Spelling) Read(ReadOnlySpan<char> token)
    {
        var inner = token[1..^1];
        var letters = inner.Length;
        while (char.IsAsciiLetterLower(inner[letters - 1])) letters--;
        var digits = inner[..letters].LastIndexOf('_') + 1;
        var spelling = 0;
        foreach (var c in inner[letters..]) spelling = (spelling * 26) + c - 'a';
        return (inner[..(digits - 1)].ToString(), PiiDates.Number(inner[digits..letters]), spelling);
    }

    private static string Letters(int spelling)
    {
        var letters = "";
        for (; spelling > 0; spelling /= 26) letters = (char)('a' + (spelling % 26)) + letters;
        return letters;
    }
}
