using System.Globalization;

namespace FunctionsAgent.Guardrails;

/// <summary>What a character is to a text that is compared.</summary>
internal static class GroundingChars
{
    /// <summary>À to ÿ without their accents; a star stands for what is no letter.</summary>
    private const string Plain = "aaaaaaaceeeeiiiidnooooo*ouuuuyts" + "aaaaaaaceeeeiiiidnooooo*ouuuuyty";

    public static bool IsLetter(char c) => c < 128 ? char.IsAsciiLetter(c) : char.IsLetter(c) || IsUnseen(c) || IsMark(c);

    public static bool IsWord(char c) => char.IsAsciiDigit(c) || IsLetter(c);

    /// <summary>Written without spaces: each is a word.</summary>
    public static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF';

    /// <summary>Marks of direction and joining, which change nothing that is said.</summary>
    public static bool IsUnseen(char c) => c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF' or (>= '\u0300' and <= '\u036F');

    public static bool IsApostrophe(char c) => c is '\'' or '’';

    public static bool IsSpace(char c) => c is ' ' or '\u00A0' or '\u202F' or '\u2009';

    /// <summary>Ends what may be an address: blanks, quotation marks, brackets and the marks of a table or of bold print.</summary>
    public static bool Parts(char c) => char.IsWhiteSpace(c) || c is '"' or '<' or '>' or '|' or '{' or '}' or '[' or ']' or '(' or ')' or '*' or '`' or '“' or '”' or '„' or '«' or '»';

    public static char Fold(char c)
    {
        if (c < 128) return char.ToLowerInvariant(c);
        if (c is >= 'À' and <= 'ÿ' && Plain[c - 'À'] is not '*' and var plain) return plain;
        return char.ToLowerInvariant(c);
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark;
}
