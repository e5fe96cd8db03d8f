using System.Globalization;
using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>Days that are said from today on, in English and German.</summary>
/// <remarks>
/// Weeks begin on Monday. <c>this Friday</c> is the coming one, today included; <c>next Friday</c> that of the next week; <c>last Friday</c> the latest before today.
/// A weekday alone says neither past nor future and is no day, but behind <c>by</c>, <c>until</c> (coming, today included) and <c>since</c> (the latest before today),
/// or when it is all there is (coming, today included). A span stands for its first day: <c>last week</c> is its Monday, <c>next month</c> its first.
/// <c>in 3 days</c> counts days, <c>in 3 business days</c> and <c>within 3 days</c> are no days.
/// </remarks>
internal static class FoundRelativeDays
{
    private const string Weekdays =
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag";

    private const string Count = "[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eine[mnrs]?|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf";

    private const string Unit = "days?|weeks?|months?|years?|tag(en?)?|wochen?|monat(en?)?|jahr(en?)?";

    private static readonly Regex Named = FoundPattern.AnyCase(
        @"\b(?<day>the day after tomorrow|day after tomorrow|the day before yesterday|day before yesterday|today|tonight|tomorrow|yesterday|übermorgen|vorgestern|heute|gestern|morgen)\b");

    private static readonly Regex Weekday = FoundPattern.AnyCase(
        $@"\b(?<which>this|this coming|coming|next|last|past|by|until|till|since|diese[mnrs]?|kommende[mnrs]?|nächste[mnrs]?|letzte[mnrs]?|vergangene[mnrs]?|bis|seit) (?<day>{Weekdays})\b");

    private static readonly Regex Alone = FoundPattern.AnyCase($@"^\s*((on|am) )?(?<day>{Weekdays})\s*[.!]?\s*$");

    private static readonly Regex Counted = FoundPattern.AnyCase(
        $@"\b(in (?<n>{Count}) (?<unit>{Unit})( time)?|(?<ago>vor) (?<n>{Count}) (?<unit>{Unit})|(?<n>{Count}) (?<unit>{Unit}) (?<ago>ago)|(?<n>{Count}) (?<unit>{Unit}) from (now|today))\b");

    private static readonly Regex Span = FoundPattern.AnyCase(
        @"\b(?<which>this|next|last|diese[mnrs]?|kommende[mnrs]?|nächste[mnrs]?|letzte[mnrs]?|vergangene[mnrs]?) (?<unit>week|month|year|woche|monat|jahr)\b");

    private static readonly string[] BeforeMorning = ["guten", "heute", "gestern", "jeden", "am", "moin"];

    public static IEnumerable<FoundValue> In(string text, DateOnly today) => today.Year is < 1900 or >= 2200 ? [] :
    [
        .. Found(Named, text, match => OfName(match, text, today)),
        .. Found(Weekday, text, match => OfWeek(match.Groups["which"].Value, match.Groups["day"].Value, today)),
        .. Found(Alone, text, match => OfWeek("this", match.Groups["day"].Value, today)),
        .. Found(Counted, text, match => OfCount(match, today)),
        .. Found(Span, text, match => OfSpan(match.Groups["which"].Value, match.Groups["unit"].Value, today)),
    ];

    private static IEnumerable<FoundValue> Found(Regex regex, string text, Func<Match, DateOnly?> read)
    {
        foreach (Match match in regex.Matches(text))
        {
            if (read(match) is { } day) yield return new FoundValue("date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), match.Index, match.Length);
        }
    }

    private static DateOnly? OfName(Match match, string text, DateOnly today) => match.Groups["day"].Value.ToLowerInvariant() switch
    {
        "today" or "tonight" or "heute" => today,
        "tomorrow" => today.AddDays(1),
        "morgen" => IsMorning(text[..match.Index]) ? null : today.AddDays(1),
        "yesterday" or "gestern" => today.AddDays(-1),
        "übermorgen" or "day after tomorrow" or "the day after tomorrow" => today.AddDays(2),
        _ => today.AddDays(-2),
    };

    /// <summary><c>guten Morgen</c>, <c>heute Morgen</c>.</summary>
    private static bool IsMorning(string before) =>
        BeforeMorning.Any(word => before.TrimEnd().EndsWith(word, StringComparison.OrdinalIgnoreCase));

    private static DateOnly OfWeek(string which, string day, DateOnly today)
    {
        var ahead = (DayOfWeekOf(day.ToLowerInvariant()) - MondayFirst(today) + 7) % 7;
        return which.ToLowerInvariant() switch
        {
            "next" or ['n', 'ä', ..] => Monday(today).AddDays(7 + DayOfWeekOf(day.ToLowerInvariant())),
            "last" or "past" or "since" or "seit" or ['l', 'e', 't', 'z', ..] or ['v', 'e', 'r', 'g', ..] => today.AddDays(ahead == 0 ? -7 : ahead - 7),
            _ => today.AddDays(ahead),
        };
    }

    private static DateOnly? OfCount(Match match, DateOnly today)
    {
        var count = NumberOf(match.Groups["n"].Value.ToLowerInvariant()) * (match.Groups["ago"].Success ? -1 : 1);
        return match.Groups["unit"].Value.ToLowerInvariant()[0] switch
        {
            'd' or 't' => today.AddDays(count),
            'w' => today.AddDays(7 * count),
            'm' => today.AddMonths(count),
            _ => today.AddYears(count),
        };
    }

    private static DateOnly OfSpan(string which, string unit, DateOnly today)
    {
        var ahead = which.ToLowerInvariant() switch { "this" or ['d', ..] => 0, "last" or ['l', ..] or ['v', ..] => -1, _ => 1 };
        return unit.ToLowerInvariant()[0] switch
        {
            'w' => Monday(today).AddDays(7 * ahead),
            'm' => today.AddDays(1 - today.Day).AddMonths(ahead),
            _ => new DateOnly(today.Year + ahead, 1, 1),
        };
    }

    private static DateOnly Monday(DateOnly today) => today.AddDays(-MondayFirst(today));

    private static int MondayFirst(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;

    private static int DayOfWeekOf(string name) => name[..2] switch
    {
        "mo" => 0, "tu" or "di" => 1, "we" or "mi" => 2, "th" or "do" => 3, "fr" => 4, "sa" => 5, _ => 6,
    };

    private static int NumberOf(string written) => int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : written switch
    {
        "two" or "zwei" => 2, "three" or "drei" => 3, "four" or "vier" => 4, "five" or "fünf" => 5, "six" or "sechs" => 6, "seven" or "sieben" => 7,
        "eight" or "acht" => 8, "nine" or "neun" => 9, "ten" or "zehn" => 10, "eleven" or "elf" => 11, "twelve" or "zwölf" => 12, _ => 1,
    };
}
