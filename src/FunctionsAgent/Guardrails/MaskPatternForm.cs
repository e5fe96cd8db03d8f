using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Guardrails;

/// <summary>Which regular expressions a package may bring: those whose cost does not depend on what a customer writes.</summary>
public static class MaskPatternForm
{
    private const int LongestPattern = 200, MostRepeats = 64, MostGroupRepeats = 8;

    /// <summary>Whether a pattern may be called so: it is none of the runtime's own types.</summary>
    public static bool IsFree(string name) => name is not (MaskLookalikes.Text or MaskFieldValues.Person) && !PiiScanner.Known.Contains(name);

    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > LongestPattern) return $"it has {pattern.Length} characters; the limit is {LongestPattern}";
        if (Unbounded(pattern) is { } unbounded) return unbounded;
        try
        {
            return Compile(pattern).IsMatch("") ? "it matches where nothing is written" : null;
        }
        catch (NotSupportedException)
        {
            return "look-around, back references and atomic groups cannot be matched in linear time";
        }
        catch (ArgumentException e)
        {
            return $"it is no regular expression: {e.Message.TrimEnd('.')}";
        }
    }

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It cannot be matched in linear time.</exception>
    internal static Regex Compile(string pattern)
    {
        const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
        _ = new Regex(pattern, Linear);
        // A place is a word's edge or it is not: says nothing, and keeps the engine from passing over finds of a pattern that begins with an option (dotnet/runtime#130176).
        return new($@"(\b|\B)({pattern})", Linear);
    }

    // Without an end to its length every find could read the text to its end, and all of them together its square.
    private static string? Unbounded(string pattern)
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\') i++;
            else if (inClass) inClass = c != ']' || pattern[i - 1] == '[' || pattern[i - 1] == '^';
            else if (c == '[') inClass = true;
            else if (c is '*' or '+') return $"'{c}' has no end: write how many at most, like {{1,20}}";
            else if (c == '{' && Repeats(pattern.AsSpan(i), out var most))
            {
                if (most is null) return "a count without an end: write how many at most, like {1,20}";
                var limit = i > 0 && pattern[i - 1] == ')' ? MostGroupRepeats : MostRepeats;
                if (most > limit) return $"a count of {most}; the limit is {MostRepeats}, and {MostGroupRepeats} behind a group";
            }
        }
        return null;
    }

    private static bool Repeats(ReadOnlySpan<char> text, out int? most)
    {
        most = null;
        var end = text.IndexOf('}');
        if (end < 2) return false;
        var counts = text[1..end];
        var comma = counts.IndexOf(',');
        if (!int.TryParse(comma < 0 ? counts : counts[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return false;
        if (comma < 0) most = least;
        else if (comma < counts.Length - 1)
        {
            if (!int.TryParse(counts[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)) return false;
            most = last;
        }
        return true;
    }
}
