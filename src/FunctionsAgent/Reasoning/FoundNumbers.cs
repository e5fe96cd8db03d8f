using System.Globalization;
using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>Numbers in digits that stand alone: no part of a word, a time, a fraction, a version. <c>5 %</c> is 5.</summary>
internal static class FoundNumbers
{
    private static readonly Regex Number = FoundPattern.Of(@"([+-][0-9]|[0-9])[0-9]*([.,][0-9]+)*");

    /// <summary>Shaped like a day or a code of several groups.</summary>
    private static readonly Regex Chains = FoundPattern.Of("[0-9]+-[0-9]+(-[0-9]+)+");

    public static IEnumerable<FoundValue> In(string text, FoundHabits habits)
    {
        var chains = Chains.Matches(text).Select(match => new Mask(match.Index, match.Index + match.Length)).ToList();
        foreach (Match match in Number.Matches(text))
        {
            var (start, value) = (match.Index, match.Value);
            var end = start + value.Length;
            // "W-1001" and "10-12": the dash belongs to the word before it, or to a range.
            if (value[0] is '-' or '+' && !(FoundPattern.Before(text, start) is ' ' or '(' or '\n')) (start, value) = (start + 1, value[1..]);
            var (before, after) = (FoundPattern.Before(text, start), FoundPattern.After(text, end));
            if (char.IsLetterOrDigit(before) || before is '_' or '#' || char.IsLetterOrDigit(after) || after is '_') continue;
            if (FoundPattern.GoesOn(text, end, ":/.") || FoundPattern.CameBefore(text, start, ":/.,") || value.Length > 20 || !IsNumber(value)) continue;
            if (habits.Read(value, threeAreAGroup: false) is { } number && !chains.Any(chain => chain.Start < end && start < chain.End))
                yield return new FoundValue("number", Plain(value[0] == '-' ? -number : number), start, end - start);
        }
    }

    /// <summary><c>1.2.3</c> is a version and <c>1,2,3</c> a list; <c>1.200.300</c> is a number.</summary>
    private static bool IsNumber(string value)
    {
        var groups = value.TrimStart('+', '-').Split('.', ',');
        var hasDecimals = value.Contains('.') && value.Contains(',');
        return groups.Length <= 2 || (groups[0].Length <= 3 && groups[1..^1].All(group => group.Length == 3) && (hasDecimals || groups[^1].Length == 3));
    }

    private static string Plain(decimal number) => number == 0 ? "0" : number.ToString("0.##########", CultureInfo.InvariantCulture);
}
