using System.Globalization;

namespace FunctionsAgent.Reasoning;

/// <summary>How people of a region write numbers, days and money. A table of its own: a host's culture data would differ from instance to instance.</summary>
internal sealed class FoundHabits
{
    private static readonly HashSet<string> MonthsFirst = ["US", "PR", "GU", "VI", "AS", "MP", "PH", "FM", "MH", "PW"];

    private static readonly HashSet<string> DecimalCommas =
    [
        "DE", "AT", "FR", "BE", "NL", "LU", "ES", "PT", "IT", "DK", "SE", "NO", "FI", "IS", "PL", "CZ", "SK", "HU", "RO", "BG", "GR", "HR", "SI", "RS", "BA", "EE", "LV", "LT",
        "TR", "UA", "BR", "AR", "CL", "CO", "UY", "VE", "ID", "VN", "ZA",
    ];

    public FoundHabits(string? region)
    {
        Region = region is [var a, var b] && char.IsAsciiLetter(a) && char.IsAsciiLetter(b) ? region.ToUpperInvariant() : "ZZ";
        MonthFirst = MonthsFirst.Contains(Region);
        DecimalComma = DecimalCommas.Contains(Region);
    }

    public string Region { get; }

    public bool MonthFirst { get; }

    public bool DecimalComma { get; }

    /// <summary>Which dollar <c>$</c> is.</summary>
    public string Dollar => Region switch { "CA" => "CAD", "AU" => "AUD", "NZ" => "NZD", "SG" => "SGD", "HK" => "HKD", "MX" => "MXN", _ => "USD" };

    /// <summary>
    /// Reads digits with separators. Of two kinds of separators the last is the decimal sign; one that is repeated parts groups. A single one before three digits
    /// parts groups where <paramref name="threeAreAGroup"/> (money has no thousandths) or where the region uses it so; else it is the decimal sign.
    /// </summary>
    public decimal? Read(string digits, bool threeAreAGroup)
    {
        var last = digits.LastIndexOfAny(['.', ',']);
        var sign = last < 0 ? '\0' : digits[last];
        var both = digits.Contains('.') && digits.Contains(',');
        var isGroup = last < 0
            || (!both && digits.Count(c => c == sign) > 1)
            || (!both && digits.Length - last == 4 && last is > 0 and <= 3 && digits[0] != '0' && (threeAreAGroup || sign == (DecimalComma ? '.' : ',')));
        var whole = Digits(isGroup ? digits : digits[..last]);
        var part = isGroup ? "" : Digits(digits[last..]);
        return decimal.TryParse($"{whole}.{part}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
