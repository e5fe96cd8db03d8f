namespace FunctionsAgent.Guardrails;

/// <summary>What may stand on either side of a find.</summary>
internal enum PiiEdge
{
    /// <summary>No letter, digit or underscore, and no number going on behind a dot or hyphen.</summary>
    Word,

    /// <summary>No digit on the left: a code may stick to the word before it.</summary>
    Digit,
}

/// <summary>Whether a find is whole, or a piece of something longer.</summary>
internal static class PiiEdges
{
    public static bool Whole(string text, int start, int end, PiiEdge edge)
    {
        if (edge == PiiEdge.Digit ? char.IsAsciiDigit(At(text, start - 1)) : Joins(At(text, start - 1))) return false;
        if (Joins(At(text, end))) return false;
        return !(char.IsAsciiDigit(text[start]) && At(text, start - 1) is '-' or '.' && char.IsAsciiDigit(At(text, start - 2)))
            && !(char.IsAsciiDigit(text[end - 1]) && At(text, end) is '-' or '.' && char.IsAsciiDigit(At(text, end + 1)));
    }

    /// <summary>Scripts that set no blanks between words do not join.</summary>
    public static bool Joins(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c is >= '\u0080' and < '\u2e80' && char.IsLetterOrDigit(c));

    public static char At(string text, int index) => (uint)index < (uint)text.Length ? text[index] : ' ';
}
