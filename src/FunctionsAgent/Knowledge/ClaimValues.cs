using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Knowledge;

/// <summary>Reads what a sentence says in figures, and leaves the sentence without them.</summary>
internal sealed partial class ClaimValues(ClaimTerms terms)
{
    private const string Digits = @"\d{1,3}([.,' ]\d{3})+([.,]\d{1,2})?|\d+([.,]\d+)?",
        Words = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety", Signs = @"€|\$|£|eur|usd|gbp|chf",
        Currencies = @"€|\$|£|eur|usd|gbp|chf|euros?|dollars?|pounds?|francs?";

    private static readonly string[] Written = ["", .. Words.Split('|')];
    private static readonly int[] Meant = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 20, 30, 60, 90];

    /// <summary>The values in the order of the text, and the text with a space for each of them.</summary>
    public (List<ClaimValue> Values, string Words) Read(string text)
    {
        var found = new List<(int At, ClaimValue Value)>();
        if (!text.AsSpan().ContainsAnyInRange('0', '9') && !Spelled().IsMatch(text)) return ([], text);
        var rest = new StringBuilder(text);
        foreach (var date in ClaimDates.Of(text))
        {
            found.Add((date.Start, new(ClaimValueKind.Date, 0, date.Number, date.Number)));
            Blank(rest, date.Start, date.Length);
        }

        var blanked = rest.ToString();
        foreach (Match match in Form().Matches(blanked))
        {
            if (Of(match, blanked) is not { } value) continue;
            found.Add((match.Index, value));
            Blank(rest, match.Index, match.Length);
        }

        found.Sort((one, other) => one.At.CompareTo(other.At));
        return ([.. found.Select(one => one.Value)], rest.ToString());
    }

    private static void Blank(StringBuilder text, int start, int length)
    {
        for (var i = start; i < start + length; i++) text[i] = ' ';
    }

    private ClaimValue? Of(Match match, string text)
    {
        var groups = match.Groups;
        if (groups["h"].Success) return Clock(groups);
        if (Number(groups["n"].Value) is not { } high) return null;
        var low = groups["from"].Success && Number(groups["from"].Value) is { } from && from < high ? from : high;
        if (groups["percent"].Success) return new(ClaimValueKind.Percent, 0, low, high);
        if (groups["money"].Success || groups["sign"].Success) return new(ClaimValueKind.Money, Currency((groups["sign"].Success ? groups["sign"] : groups["money"]).Value), low, high);
        if (groups["unit"].Success)
        {
            var days = Days(groups["unit"].Value);
            return new(ClaimValueKind.Duration, 0, low * days, high * days, groups["work"].Success);
        }

        // "One of them" counts nothing.
        if (groups["n"].ValueSpan.Equals("one", StringComparison.OrdinalIgnoreCase)) return null;
        return new(ClaimValueKind.Number, terms.Unit(Follows(text, match.Index + match.Length)), low, high);
    }

    private static ClaimValue? Clock(GroupCollection groups)
    {
        var (hour, minute) = (int.Parse(groups["h"].ValueSpan, CultureInfo.InvariantCulture), groups["min"].Success ? int.Parse(groups["min"].ValueSpan, CultureInfo.InvariantCulture) : 0);
        if (hour > 24 || minute > 59) return null;
        var half = groups["half"].Value;
        if (half.StartsWith("p", StringComparison.OrdinalIgnoreCase) && hour < 12) hour += 12;
        else if (half.StartsWith("a", StringComparison.OrdinalIgnoreCase) && hour == 12) hour = 0;
        var minutes = (hour * 60) + minute;
        return new(ClaimValueKind.Clock, 0, minutes, minutes);
    }

    /// <summary>The next word, which says of what there are so many.</summary>
    private static ReadOnlySpan<char> Follows(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '-') at++;
        var end = at;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return text.AsSpan(at, end - at);
    }

    /// <summary>1,299.00 and 1.299,00 and 1'299 are the same.</summary>
    private static double? Number(string text)
    {
        var word = Array.FindIndex(Written, w => w.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (word > 0) return Meant[word];
        var digits = text.Replace("'", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        var last = digits.LastIndexOfAny(['.', ',']);
        var isDecimal = last >= 0 && (digits.Length - last - 1 != 3 || digits.IndexOfAny(['.', ',']) != last && digits[digits.IndexOfAny(['.', ','])] != digits[last]);
        var whole = (isDecimal ? digits[..last] : digits).Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return double.TryParse(isDecimal ? $"{whole}.{digits[(last + 1)..]}" : whole, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int Currency(string sign) => sign.ToLowerInvariant() switch
    {
        "€" or "eur" or "euro" or "euros" => 1,
        "$" or "usd" or "dollar" or "dollars" => 2,
        "£" or "gbp" or "pound" or "pounds" => 3,
        _ => 4,
    };

    private static double Days(string unit) => char.ToLowerInvariant(unit[0]) switch
    {
        's' => 1 / 86_400.0,
        'h' => 1 / 24.0,
        'm' => unit.StartsWith("mi", StringComparison.OrdinalIgnoreCase) ? 1 / 1_440.0 : 365 / 12.0,
        'w' => 7,
        'y' => 365,
        _ => 1,
    };

    [GeneratedRegex(@"\b(" + Words + @")\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Spelled();

    [GeneratedRegex(
        @"(?<![\w.,])((?<h>\d{1,2}):(?<min>[0-5]\d)(\s?(?<half>am|pm|a\.m\.|p\.m\.|o'clock))?(?![\w:])"
        + @"|(?<h>\d{1,2})(\.(?<min>[0-5]\d))?\s?(?<half>am|pm|a\.m\.|p\.m\.|o'clock)(?!\w)"
        + @"|(?<sign>" + Signs + @")\s?((?<from>" + Digits + @")\s?(-|–|to)\s?)?(?<n>" + Digits + @")(?!\w)"
        + @"|((?<from>" + Digits + "|" + Words + @")\s?(-|–|to|and|or)\s?)?(?<n>" + Digits + "|" + Words + @")"
        + @"((\s?(?<percent>%|percent\b|per\scent\b))|(\s?(?<money>" + Currencies + @")(?!\w))"
        + @"|([\s-]?((?<work>working|business)|calendar)?[\s-]?(?<unit>days?|weeks?|months?|years?|hours?|minutes?|mins?|seconds?)\b)|(?!\w)))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Form();
}
