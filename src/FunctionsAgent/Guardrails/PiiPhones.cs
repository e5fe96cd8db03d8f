using System.Text.RegularExpressions;
using FunctionsAgent.Reasoning;
using PhoneNumbers;

namespace FunctionsAgent.Guardrails;

/// <summary>
/// Telephone numbers of any country as people write them. Sure are those with a country code whose length the numbering plans allow
/// (ITU-T E.164, by libphonenumber), the North American form, an area code in brackets and an extension; others need a word nearby.
/// </summary>
internal sealed class PiiPhones : PiiRecognizer
{
    private const int Fewest = 7, Most = 15, MostWithAccess = 17, LongestText = 40;

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    private static readonly Regex Form = FoundPattern.AnyCase(@"(\+ ?[0-9]|\([0-9]|[0-9])([ ().\-/]{0,2}[0-9])*( ?(x|ext\.? ?)[0-9]{1,6})?");

    private static readonly Regex NorthAmerican = FoundPattern.Of(@"\A((\+|00)?1[ .\-]?)?(\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .\-])[2-9][0-9]{2}[ .\-][0-9]{4}\z");

    /// <summary>Days, social security numbers, addresses of the internet.</summary>
    private static readonly Regex Else = FoundPattern.Of(@"\A([0-9]{4}[\-/.][0-9]{1,2}[\-/.][0-9]{1,2}( [0-9]{1,2})?|[0-9]{1,2}[\-/.][0-9]{1,2}[\-/.][0-9]{2,4}|[0-9]{3}[\- ][0-9]{2}[\- ][0-9]{4}|[0-9]{1,3}(\.[0-9]{1,3}){3})\z");

    public PiiPhones() : base("phone", "PHONE_NUMBER") =>
        Words = ["phone", "phones", "telephone", "tel", "telefon", "mobile", "mob", "cell", "cellphone", "call", "calling", "ring", "dial", "fax", "desk", "office", "text me", "sms", "whatsapp", "reach me", "contact me", "hotline", "landline", "handy", "mobil", "móvil", "teléfono", "téléphone", "portable"];

    public override void Find(string text, List<PiiFind> finds)
    {
        foreach (var match in Form.EnumerateMatches(text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (PiiEdges.Joins(PiiEdges.At(text, start - 1)) || PiiEdges.Joins(PiiEdges.At(text, end))) continue;
            if (Judge(text.AsSpan(start, end - start)) is { } sure) Add(finds, start, end - start, sure);
            else Pieces(text, start, end, finds);
        }
    }

    /// <summary>Several numbers behind each other, or one behind a bracket that is not its own: of pieces only what is sure counts.</summary>
    private void Pieces(string text, int start, int end, List<PiiFind> finds)
    {
        for (var from = start; from < end;)
        {
            var to = LongestSure(text, from, end);
            if (to > from) Add(finds, from, to - from);
            from = Math.Max(to, from + 1);
            while (from < end && char.IsAsciiDigit(text[from]) && char.IsAsciiDigit(text[from - 1])) from++;
            while (from < end && text[from] is not ('+' or '(') && !char.IsAsciiDigit(text[from])) from++;
        }
    }

    private static int LongestSure(string text, int start, int end)
    {
        // Without a sign of where a number begins only the North American form is sure, and its count of digits is fixed.
        var only = text[start] is '+' or '(' || (text[start] == '0' && PiiEdges.At(text, start + 1) == '0') ? 0 : text[start] == '1' ? 11 : 10;
        var (longest, digits) = (start, 0);
        for (var to = start + 1; to <= end && to - start <= LongestText; to++)
        {
            if (!char.IsAsciiDigit(text[to - 1])) continue;
            if (++digits > MostWithAccess) break;
            if ((only > 0 && digits != only) || char.IsAsciiDigit(PiiEdges.At(text, to))) continue;
            if (Judge(text.AsSpan(start, to - start)) == true) longest = to;
        }
        return longest;
    }

    /// <summary>Whether it is one, and surely; null: it is none.</summary>
    private static bool? Judge(ReadOnlySpan<char> found)
    {
        if (found.Length is < Fewest or > LongestText) return null;
        var (written, digits) = Number(found);
        var raw = found[..written];
        if (digits < Fewest || digits > (raw.StartsWith("00", StringComparison.Ordinal) ? MostWithAccess : Most) || !Balanced(raw) || Else.IsMatch(raw)) return null;
        return IsSure(raw, digits, extended: found.Length > written);
    }

    // Up to the extension, and how many digits that has.
    private static (int Length, int Digits) Number(ReadOnlySpan<char> found)
    {
        var (length, digits) = (0, 0);
        for (; length < found.Length && !char.IsAsciiLetter(found[length]); length++)
            if (char.IsAsciiDigit(found[length])) digits++;
        while (found[length - 1] == ' ') length--;
        return (length, digits);
    }

    private static bool Balanced(ReadOnlySpan<char> raw) => raw.Count('(') == raw.Count(')') && raw.Count('(') <= 1;

    private static bool IsSure(ReadOnlySpan<char> raw, int digits, bool extended) =>
        extended || NorthAmerican.IsMatch(raw) || (raw[0] == '(' && raw.IndexOf(')') is >= 3 and <= 6) || (raw[0] == '+' && IsPossible(raw, 0)) || (raw.StartsWith("00", StringComparison.Ordinal) && digits > 9 && raw.ContainsAny(' ', '-', '.') && IsPossible(raw, 2));

    // Put together by hand: the library's parser throws at what is none, which costs more than all the rest.
    private static bool IsPossible(ReadOnlySpan<char> raw, int skipped)
    {
        Span<char> digits = stackalloc char[MostWithAccess];
        var count = 0;
        foreach (var c in raw)
            if (char.IsAsciiDigit(c) && count < digits.Length) digits[count++] = c;
        var number = digits[skipped..count];
        for (var length = 1; length <= 3 && length < number.Length; length++)
        {
            var code = PiiDates.Number(number[..length]);
            if (Plans.GetRegionCodeForCountryCode(code) is "ZZ") continue;
            var national = number[length..].TrimStart('0');
            return national.Length is >= 4 and <= 15 && Plans.IsPossibleNumber(new PhoneNumber.Builder().SetCountryCode(code).SetNationalNumber(ulong.Parse(national, System.Globalization.CultureInfo.InvariantCulture)).Build());
        }
        return false;
    }
}
