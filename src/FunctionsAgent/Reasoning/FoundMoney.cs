using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>Amounts with their currency: <c>$1,299.00</c>, <c>12 EUR</c>, <c>€12,50</c>, <c>20 dollars</c>. The value is <c>1299.00 USD</c>, two decimals always.</summary>
/// <remarks>Pounds are money in Great Britain alone: elsewhere a lamp weighs them. <c>k</c> and <c>million</c> are not read.</remarks>
internal static class FoundMoney
{
    private const string Codes = "USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|MXN|BRL|ZAR|SGD|HKD|KRW|ILS|AED|SAR";
    private const string Symbols = @"US\$|CA\$|C\$|AU\$|A\$|NZ\$|\$|€|£|¥|₹|₩|₪";
    private const string Amount = @"(?<amount>[0-9]+([.,'’\u00A0\u202F][0-9]{3})*([.,][0-9]{1,2})?)([.,][-–—]+)?";

    private static readonly ImmutableArray<(Regex Regex, bool AfterAmount)> Patterns =
    [
        (FoundPattern.AnyCase($@"(?<currency>{Symbols}|\b({Codes}|Fr\.)) ?{Amount}(\s?(?<code>{Codes})\b)?"), false),
        (FoundPattern.AnyCase($@"\b{Amount}\s?(?<currency>{Symbols}|({Codes}|dollars?|bucks|euros?|cents?|pounds?( sterling)?|quid|francs?|franken|yen|rupees|kronor|kroner|zł)\b)"), true),
    ];

    public static IEnumerable<FoundValue> In(string text, FoundHabits habits)
    {
        foreach (var (regex, afterAmount) in Patterns)
        {
            foreach (Match match in regex.Matches(text))
            {
                var digits = match.Groups["amount"];
                var currency = Currency(match.Groups["code"] is { Success: true } code ? code.Value : match.Groups["currency"].Value, habits);
                // "$12.345.6" and "W12 EUR" are no amounts.
                if (currency is null || FoundPattern.GoesOn(text, match.Index + match.Length, ".,") || char.IsLetter(FoundPattern.After(text, digits.Index + digits.Length))
                    && !afterAmount && !match.Groups["code"].Success) continue;
                if (FoundPattern.Before(text, match.Index) is var before && (char.IsLetterOrDigit(before) || before == '#') || FoundPattern.CameBefore(text, match.Index, ".,")) continue;
                if (habits.Read(digits.Value, threeAreAGroup: true) is not { } amount) continue;
                if (match.Groups["currency"].Value.StartsWith("cent", StringComparison.OrdinalIgnoreCase)) amount /= 100;
                yield return new FoundValue("money", string.Create(CultureInfo.InvariantCulture, $"{amount:0.00} {currency}"), match.Index, match.Length);
            }
        }
    }

    private static string? Currency(string written, FoundHabits habits) => written.ToUpperInvariant() switch
    {
        "$" or "DOLLAR" or "DOLLARS" or "BUCKS" => habits.Dollar,
        "US$" => "USD",
        "C$" or "CA$" => "CAD",
        "A$" or "AU$" => "AUD",
        "NZ$" => "NZD",
        "€" or "EURO" or "EUROS" => "EUR",
        "CENT" or "CENTS" => habits.DecimalComma ? "EUR" : habits.Dollar,
        "£" or "QUID" or "POUND STERLING" or "POUNDS STERLING" => "GBP",
        "POUND" or "POUNDS" => habits.Region == "GB" ? "GBP" : null,
        "¥" => habits.Region == "CN" ? "CNY" : "JPY",
        "YEN" => "JPY",
        "₹" or "RUPEES" => "INR",
        "₩" => "KRW",
        "₪" => "ILS",
        "FR." or "FRANC" or "FRANCS" or "FRANKEN" => "CHF",
        "KRONOR" => "SEK",
        "KRONER" => habits.Region == "DK" ? "DKK" : "NOK",
        "ZŁ" => "PLN",
        var code => code,
    };
}
