using System.Text.RegularExpressions;

namespace FunctionsAgent.Reasoning;

/// <summary>How the patterns of typed values are compiled: a matcher's time must not depend on what a customer writes.</summary>
internal static class FoundPattern
{
    /// <param name="pattern">Begins with something that must be there: of a pattern that begins with an option the engine passes over finds (dotnet/runtime#130176).</param>
    public static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public static Regex AnyCase(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase);

    /// <summary>The character before a find; a blank at the beginning.</summary>
    public static char Before(string text, int start) => start > 0 ? text[start - 1] : ' ';

    /// <summary>The character behind a find; a blank at the end.</summary>
    public static char After(string text, int end) => end < text.Length ? text[end] : ' ';

    /// <summary>Whether a number goes on behind <paramref name="end"/>: a digit, or a separator and a digit.</summary>
    public static bool GoesOn(string text, int end, string separators) =>
        char.IsAsciiDigit(After(text, end)) || (separators.Contains(After(text, end)) && char.IsAsciiDigit(After(text, end + 1)));

    /// <summary>The same, before <paramref name="start"/>.</summary>
    public static bool CameBefore(string text, int start, string separators) =>
        char.IsAsciiDigit(Before(text, start)) || (start > 1 && separators.Contains(Before(text, start)) && char.IsAsciiDigit(Before(text, start - 1)));
}
