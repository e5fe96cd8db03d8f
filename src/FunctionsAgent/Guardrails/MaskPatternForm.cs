using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Guardrails;

/// <summary>Which regular expressions a package may bring: those whose cost does not depend on what a customer writes.</summary>
public static class MaskPatternForm
{
    private const int LongestPattern = 200, MostGroupRepeats = 16;

    /// <summary>Characters a find may have; of a longer one the beginning is found.</summary>
    internal const int LongestFind = 256;

    /// <summary>Whether a pattern may be called so: it is none of the runtime's own types.</summary>
    public static bool IsFree(string name) => name is not (MaskLookalikes.Text or MaskFieldValues.Person) && !PiiScanner.Known.Contains(name);

    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > LongestPattern) return $"it has {pattern.Length} characters; the limit is {LongestPattern}";
        if (TooMany(pattern) is { } tooMany) return tooMany;
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

    // The machine grows with what is counted.
    private static string? TooMany(string pattern)
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\') i++;
            else if (inClass) inClass = c != ']' || pattern[i - 1] == '[' || pattern[i - 1] == '^';
            else if (c == '[') inClass = true;
            else if (c == '{' && Counted(pattern.AsSpan(i)) is { } most && most > (pattern[Math.Max(0, i - 1)] == ')' ? MostGroupRepeats : LongestFind))
                return $"it counts to {most}; the limit is {LongestFind}, and {MostGroupRepeats} behind a group";
        }
        return null;
    }

    /// <summary>The greatest number of a count like {6} or {1,20}; null: it is none.</summary>
    private static int? Counted(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('}');
        if (end < 2) return null;
        var most = -1;
        foreach (var range in text[1..end].Split(','))
        {
            var count = text[1..end][range];
            if (count.IsEmpty) continue;
            if (count.ContainsAnyExceptInRange('0', '9')) return null;
            most = Math.Max(most, int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue);
        }
        return most < 0 ? null : most;
    }
}
