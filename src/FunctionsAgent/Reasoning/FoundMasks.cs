using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>A stretch of text in which no phone number, amount, day or number is looked for: an address of a page, a reference, a card's number.</summary>
internal readonly record struct Mask(int Start, int End)
{
    public bool Meets(FoundValue value) => value.Start < End && Start < value.Start + value.Length;
}

/// <summary>Digits that name a thing say no amount, no day and no number.</summary>
internal static class FoundMasks
{
    private static readonly Regex Links = FoundPattern.AnyCase(@"\b(https?://|www\.)[^\s]+");

    /// <summary><c>#1001</c>, <c>W1001</c>, <c>W 1001</c> in capitals, <c>PA70451200</c>, <c>order number 3125550144</c>.</summary>
    private static readonly Regex References = FoundPattern.Of(
        @"#\s?[A-Za-z]*[0-9][A-Za-z0-9-]*|\b[A-Z][ -]?[0-9][0-9]{3}[0-9]*\b|\b[A-Za-z]+[0-9][A-Za-z0-9]*|(?i:\b(order|bestellung|bestellnummer|auftrag|invoice|rechnung|tracking|ticket|case|ref|reference|sku|customer)([ -]?(number|no|nr|nummer|id)\b)?[.:]?\s*#?\s?[0-9]{4}[0-9-]*\b)");

    private static readonly Regex Cards = FoundPattern.Of(@"[0-9]([ -]?[0-9]){12}([ -]?[0-9])*");

    public static List<Mask> Of(string text)
    {
        var masks = Links.Matches(text).Concat(References.Matches(text)).Select(match => new Mask(match.Index, match.Index + match.Length)).ToList();
        masks.AddRange(Cards.Matches(text).Where(match => IsCard(match.Value) && FoundPattern.Before(text, match.Index) != '+').Select(match => new Mask(match.Index, match.Index + match.Length)));
        return masks;
    }

    private static bool IsCard(string run)
    {
        var digits = run.Where(char.IsAsciiDigit).Select(c => c - '0').ToArray();
        if (digits.Length is < 13 or > 19) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)];
            sum += i % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }
        return sum % 10 == 0;
    }
}
