using System.Collections.Immutable;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>The typed values in a message: mail addresses, phone numbers, amounts of money, days and plain numbers. A pure function of what it is given.</summary>
/// <remarks>
/// Where finds overlap the longest stands, then the kind decides: email, phone, money, date, number. Nothing is found within the address of a web page,
/// within a reference (<c>#1001</c>, <c>W1001</c>) or within a card's number. Every pattern takes time linear in the text, of which 2,000 characters are read.
/// </remarks>
public static class TypedValues
{
    internal const int Characters = 2000;

    private static readonly ImmutableArray<string> Kinds = ["email", "phone", "money", "date", "number"];

    /// <param name="now">What relative days are counted from.</param>
    /// <param name="zone">In which it is today.</param>
    /// <param name="region">Two letters, ISO 3166: how local phone numbers, ambiguous dates, decimal signs and <c>$</c> are read. One nobody knows is read as day first, decimal point.</param>
    /// <returns>In the order of the text; never overlapping.</returns>
    public static ImmutableArray<FoundValue> In(string text, DateTimeOffset now, TimeZoneInfo zone, string region)
    {
        text = Cut(text);
        var habits = new FoundHabits(region);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var masks = FoundMasks.Of(text);
        var emails = FoundEmails.In(text);
        var plain = FoundMoney.In(text, habits).Concat(FoundDates.In(text, today, habits)).Where(value => !masks.Any(mask => mask.Meets(value))).ToList();
        var phones = FoundPhones.In(text, habits.Region).Where(phone => !masks.Any(mask => mask.Meets(phone)) && !plain.Any(value => Covers(value, phone)));
        var numbers = FoundNumbers.In(text, habits).Where(value => !masks.Any(mask => mask.Meets(value)));
        return Longest([.. emails, .. phones, .. plain, .. numbers]);
    }

    internal static string Cut(string? text) =>
        text is null ? "" : text.Length <= Characters ? text : text[..(char.IsHighSurrogate(text[Characters - 1]) ? Characters - 1 : Characters)];

    private static bool Covers(FoundValue value, FoundValue other) => value.Start <= other.Start && other.Start + other.Length <= value.Start + value.Length;

    private static ImmutableArray<FoundValue> Longest(List<FoundValue> found)
    {
        var taken = new List<FoundValue>();
        foreach (var value in found.OrderByDescending(v => v.Length).ThenBy(v => Kinds.IndexOf(v.Kind)).ThenBy(v => v.Start))
        {
            if (!taken.Any(t => t.Start < value.Start + value.Length && value.Start < t.Start + t.Length)) taken.Add(value);
        }
        return [.. taken.OrderBy(v => v.Start)];
    }
}
