using System.Globalization;
using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>Days that are written out: ISO, <c>25 November 2026</c>, <c>Nov 25</c>, <c>11/25/2026</c>, <c>25.11.2026</c>.</summary>
/// <remarks>
/// Of two readings that are both days the region decides; of one, that one. A day without its year is the nearest to today, and the coming one of two equally near.
/// Two digits of a year are of this century. Only 1900 to 2199.
/// </remarks>
internal static class FoundDates
{
    private const string Months =
        "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
        + "|januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|mrz|okt|dez";

    private static readonly Regex Iso = FoundPattern.Of(@"\b(?<y>[0-9]{4})(-(?<m>[0-9]{2})-(?<d>[0-9]{2})|/(?<m>[0-9]{2})/(?<d>[0-9]{2}))(T[0-9:.]+Z?)?\b");

    private static readonly Regex Figures = FoundPattern.Of(@"\b(?<a>[0-9]{1,2})((?<s>/)(?<b>[0-9]{1,2})/|(?<s>\.) ?(?<b>[0-9]{1,2})\. ?|(?<s>-)(?<b>[0-9]{1,2})-)(?<y>[0-9]{4}|[0-9]{2})\b");

    private static readonly Regex WithoutYear = FoundPattern.Of(@"\b(?<a>[0-9]{2})/(?<b>[0-9]{2})\b|\b(?<a>[0-9]{1,2})\. ?(?<b>[0-9]{1,2})(?<s>\.)");

    private static readonly Regex DayFirst = FoundPattern.AnyCase($@"\b(?<d>[0-9]{{1,2}})(st|nd|rd|th|\.)?( of)? ?(?<m>{Months})\b\.?(,? ?(?<y>[0-9]{{4}})\b)?");

    private static readonly Regex MonthFirst = FoundPattern.AnyCase($@"\b(?<m>{Months})\b\.? ?(the )?(?<d>[0-9]{{1,2}})(st|nd|rd|th)?\b(,? (?<y>[0-9]{{4}})\b)?");

    public static IEnumerable<FoundValue> In(string text, DateOnly today, FoundHabits habits) =>
    [
        .. Written(Iso, text, match => Day(Number(match, "y"), Number(match, "m"), Number(match, "d"))),
        .. Written(Figures, text, match => InFigures(match, habits, today)),
        .. Written(WithoutYear, text, match => match.Groups["s"].Success && !habits.DecimalComma ? null : InFigures(match, habits, today)),
        .. Written(DayFirst, text, match => IsMonth(match) ? Named(match, today) : null),
        .. Written(MonthFirst, text, match => Named(match, today)),
        .. FoundRelativeDays.In(text, today),
    ];

    internal static DateOnly? Day(int year, int month, int day) =>
        year is >= 1900 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static IEnumerable<FoundValue> Written(Regex regex, string text, Func<Match, DateOnly?> read)
    {
        foreach (Match match in regex.Matches(text))
        {
            var end = match.Index + match.Length;
            if (FoundPattern.CameBefore(text, match.Index, "/.,-") || FoundPattern.GoesOn(text, end, "/,-") || FoundPattern.Before(text, match.Index) is '/' or '#' || FoundPattern.After(text, end) is '/') continue;
            if (read(match) is { } day) yield return new FoundValue("date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), match.Index, match.Length);
        }
    }

    private static DateOnly? InFigures(Match match, FoundHabits habits, DateOnly today)
    {
        var (a, b) = (Number(match, "a"), Number(match, "b"));
        DateOnly? Of(int month, int day) => match.Groups["y"] is { Success: true } year ? Day(Number(match, "y") + (year.Length == 2 ? 2000 : 0), month, day) : Nearest(month, day, today);
        return habits.MonthFirst ? Of(a, b) ?? Of(b, a) : Of(b, a) ?? Of(a, b);
    }

    private static DateOnly? Named(Match match, DateOnly today)
    {
        var month = MonthOf(match.Groups["m"].Value.ToLowerInvariant());
        var day = Number(match, "d");
        return match.Groups["y"].Success ? Day(Number(match, "y"), month, day) : Nearest(month, day, today);
    }

    private static DateOnly? Nearest(int month, int day, DateOnly today) => new[] { today.Year + 1, today.Year, today.Year - 1 }
        .Select(year => Day(year, month, day)).Where(found => found is not null).OrderBy(found => Math.Abs(found!.Value.DayNumber - today.DayNumber)).FirstOrDefault();

    /// <summary>"Order 5 may be late": the verb is no month.</summary>
    private static bool IsMonth(Match match) => match.Groups["y"].Success || match.Groups["m"].Value is not ("may" or "MAY");

    private static int MonthOf(string name) => name[..3] switch
    {
        "jan" or "jän" => 1, "feb" => 2, "mar" or "mär" or "mrz" => 3, "apr" => 4, "may" or "mai" => 5, "jun" => 6,
        "jul" => 7, "aug" => 8, "sep" => 9, "oct" or "okt" => 10, "nov" => 11, _ => 12,
    };

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
}
