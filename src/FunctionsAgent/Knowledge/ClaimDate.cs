using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Knowledge;

/// <summary>A date as a text gives it: parts that are not said are 0.</summary>
/// <param name="Start">Where it stands in the text.</param>
/// <param name="End">The last day it can mean; null where no year is said.</param>
internal readonly record struct ClaimDate(int Start, int Length, int Year, int Month, int Day, DateOnly? End)
{
    /// <summary>Sortable, for comparison of what is said.</summary>
    public int Number => (Year * 10_000) + (Month * 100) + Day;
}

/// <summary>Finds dates: <c>31 March 2025</c>, <c>March 31st, 2025</c>, <c>31.03.2025</c>, <c>2025-03-31</c>, <c>March 2025</c>, <c>spring 2025</c>, <c>Q2 2025</c>, <c>2024/25</c>, <c>2025</c>, <c>18 December</c>.</summary>
internal static partial class ClaimDates
{
    private const string Months = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";

    public static List<ClaimDate> Of(string text)
    {
        var dates = new List<ClaimDate>();
        if (!text.AsSpan().ContainsAnyInRange('0', '9')) return dates;
        foreach (Match found in Form().Matches(text))
            if (Read(found) is { } date) dates.Add(date);
        return dates;
    }

    private static ClaimDate? Read(Match found)
    {
        var groups = found.Groups;
        var (year, month, day) = (Number(groups["y"]), groups["name"].Success ? Month(groups["name"].ValueSpan) : Number(groups["m"]), Number(groups["d"]));
        if (groups["half"].Success && !IsSeason(year, Number(groups["half"]))) return null;
        if (month > 12 && day <= 12) (day, month) = (month, day);
        // 11/01/2025 is a day of January or of November: only what is over by both is over.
        if (day > month && day <= 12 && groups["m"].Success && found.ValueSpan.Contains('/')) (day, month) = (month, day);
        if (month > 12 || day > 31 || (groups["m"].Success && (month == 0 || day == 0))) return null;
        DateOnly? end = (year, month, day) switch
        {
            (0, _, _) => null,
            (_, > 0, > 0) => new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month))),
            (_, > 0, _) => new DateOnly(year, month, DateTime.DaysInMonth(year, month)),
            _ when groups["season"].Success => Season(year, groups["season"].Value.ToLowerInvariant()),
            _ when groups["q"].Success => new DateOnly(year, Number(groups["q"]) * 3, DateTime.DaysInMonth(year, Number(groups["q"]) * 3)),
            _ when groups["half"].Success => new DateOnly(year + 1, 12, 31),
            _ => new DateOnly(year, 12, 31),
        };
        return new(found.Index, found.Length, year, month, day, end);
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static int Month(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[3];
        name[..3].ToLowerInvariant(lower);
        return ("janfebmaraprmayjunjulaugsepoctnovdec".AsSpan().IndexOf(lower) / 3) + 1;
    }

    // 2024/25 is a season, 2010-11 rather a part's number.
    private static bool IsSeason(int year, int half) => (year + 1) % 100 == half % 100;

    private static DateOnly Season(int year, string season) => season switch
    {
        "spring" => new(year, 6, 30),
        "summer" => new(year, 9, 30),
        "autumn" or "fall" => new(year, 12, 31),
        _ => new(year + 1, 3, 31),
    };

    [GeneratedRegex(
        @"(?<![\w.,/-])((?<y>(19|20)\d\d)-(?<m>\d\d)-(?<d>\d\d)"
        + @"|(?<d>\d{1,2})[./](?<m>\d{1,2})[./](?<y>(19|20)\d\d)"
        + @"|(?<d>\d{1,2})(st|nd|rd|th)?\.?\s(of\s)?(?<name>" + Months + @")\b\.?(,?\s(?<y>(19|20)\d\d))?"
        + @"|(?<name>" + Months + @")\.?\s(?<d>\d{1,2})(st|nd|rd|th)?(?!\d)(,?\s(?<y>(19|20)\d\d))?"
        + @"|(?<name>" + Months + @")\.?,?\s(?<y>(19|20)\d\d)"
        + @"|(?<season>spring|summer|autumn|fall|winter)(\sof)?,?\s\(?(?<y>(19|20)\d\d)"
        + @"|q(?<q>[1-4])[\s/](?<y>(19|20)\d\d)"
        + @"|(?<y>(19|20)\d\d)[/](?<half>\d\d(\d\d)?)"
        + @"|(?<y>(19|20)\d\d))(?![\w/]|-\d|[.,]\d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Form();
}
