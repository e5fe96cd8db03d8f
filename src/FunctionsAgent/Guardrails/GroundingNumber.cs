using System.Globalization;

namespace FunctionsAgent.Guardrails;

/// <summary>What begins with a digit: a day in figures, a phone number, a time of day, a number. <c>1,299.00</c>, <c>1.299,00</c> and <c>1'299</c> are 1299; <c>1.299</c> is 1299 or 1.299.</summary>
internal static class GroundingNumber
{
    /// <summary>More digits are a reference and no quantity.</summary>
    private const int MostDigits = 15;

    private const int LongestReference = 64;

    public static GroundingAtom? Read(ReadOnlySpan<char> text, int start) =>
        GroundingDay.Read(text, start) ?? GroundingPhone.Read(text, start) ?? (char.IsAsciiDigit(text[start]) ? Clock(text, start) ?? Reference(text, start) ?? Quantity(text, start) : null);

    public static int Digits(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - at;
    }

    public static int Int(ReadOnlySpan<char> text, int at, int length) => int.Parse(text.Slice(at, length), NumberStyles.None, CultureInfo.InvariantCulture);

    private static GroundingAtom? Clock(ReadOnlySpan<char> text, int start)
    {
        var hours = Digits(text, start);
        var at = start + hours;
        if (hours > 2 || at >= text.Length || text[at] != ':' || Digits(text, at + 1) != 2) return null;
        var (hour, minute) = (Int(text, start, hours), Int(text, at + 1, 2));
        at += 3;
        if (hour > 24 || minute > 59) return null;
        if (at < text.Length && text[at] == ':' && Digits(text, at + 1) == 2)
        {
            at += 3;
            if (at < text.Length && text[at] == '.' && Digits(text, at + 1) is > 0 and var fraction) at += 1 + fraction;
            if (at < text.Length && text[at] == 'Z') at++;
            else if (at + 5 < text.Length && text[at] is '+' or '-' && Digits(text, at + 1) == 2 && text[at + 3] == ':') at += 6;
        }
        var minutes = (hour * 60) + minute;
        return new(GroundingAtomKind.Clock, false, start, at - start, hour is > 0 and < 13 && hours == 1 ? 1u : 0u, GroundingHash.Of('t', (double)minutes), minutes);
    }

    /// <summary>1Z999AA1, 114-3941689-8772232, 1.2.3: digits and letters in turn, many digits, or several parts.</summary>
    private static GroundingAtom? Reference(ReadOnlySpan<char> text, int start)
    {
        var (end, digits, letters, parts, isMixed) = (start, 0, 0, 0, false);
        while (end < text.Length && end - start < LongestReference)
        {
            var c = text[end];
            if (char.IsAsciiDigit(c))
            {
                digits++;
                isMixed |= letters > 0;
            }
            else if (GroundingChars.IsLetter(c)) letters++;
            else if (c is '-' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]) && char.IsAsciiDigit(text[end - 1])) parts++;
            else break;
            end++;
        }
        var plain = Digits(text, start);
        if (plain > MostDigits && letters == 0) return Id(text, start, start + plain);
        if (isMixed && parts == 0) return Id(text, start, end);
        return letters == 0 && parts >= 2 && digits > MostDigits ? Id(text, start, end) : null;
    }

    private static GroundingAtom Quantity(ReadOnlySpan<char> text, int start)
    {
        Span<char> digits = stackalloc char[40];
        var (length, end, groups, mark, last, even) = (0, start, 0, '\0', -1, true);
        while (true)
        {
            var group = Digits(text, end);
            if (length + group > digits.Length - 2) return Id(text, start, end + group);
            text.Slice(end, group).CopyTo(digits[length..]);
            length += group;
            even &= groups == 0 ? group <= 3 : group == 3;
            end += group;
            groups++;
            if (!IsMark(text, end) || (mark == ',' && text[end] == ',' && !even)) break;
            // What follows another mark than the ones before are decimals, and nothing follows them.
            if (mark != 0 && text[end] != mark)
            {
                if (!even || Digits(text, end + 1) > 4) break;
                last = length;
                var decimals = Digits(text, end + 1);
                text.Slice(end + 1, decimals).CopyTo(digits[length..]);
                length += decimals;
                end += 1 + decimals;
                break;
            }
            mark = text[end++];
        }
        if (last >= 0 || groups == 1 || (even && groups > 2)) return Of(start, end, Value(digits[..length], last), null);
        if (groups > 2) return mark == '.' ? Id(text, start, end) : First(text, start);
        var first = Digits(text, start);
        var asDecimal = Value(digits[..length], first);
        if (!even || mark is '\'' or '’' || GroundingChars.IsSpace(mark)) return even ? Of(start, end, Value(digits[..length], -1), null) : mark is '.' or ',' ? Of(start, end, asDecimal, null) : First(text, start);
        return text[start] == '0' ? Of(start, end, asDecimal, null) : Of(start, end, Value(digits[..length], -1), asDecimal);
    }

    /// <summary>A mark that a digit follows; a blank only where it parts thousands.</summary>
    private static bool IsMark(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])
        && (text[at] is '.' or ',' or '\'' or '’' || (text[at] is '\u00A0' or '\u202F' or '\u2009' && Digits(text, at + 1) == 3));

    private static GroundingAtom First(ReadOnlySpan<char> text, int start)
    {
        var length = Digits(text, start);
        return Of(start, start + length, Value(text.Slice(start, length), -1), null);
    }

    private static double Value(ReadOnlySpan<char> digits, int point)
    {
        var value = double.Parse(point < 0 ? digits : digits[..point], NumberStyles.None, CultureInfo.InvariantCulture);
        if (point < 0 || point >= digits.Length) return value;
        return value + (double.Parse(digits[point..], NumberStyles.None, CultureInfo.InvariantCulture) / Math.Pow(10, digits.Length - point));
    }

    private static GroundingAtom Of(int start, int end, double value, double? other) => new(
        GroundingAtomKind.Number, false, start, end - start, other is { } second ? BitConverter.DoubleToUInt64Bits(second) : 0, GroundingHash.Of('n', Rounded(value)), Rounded(value));

    /// <summary>Sums of halves of a cent are no other amount.</summary>
    public static double Rounded(double value) => Math.Abs(value) < 1e9 ? Math.Round(value, 6) : value;

    private static GroundingAtom Id(ReadOnlySpan<char> text, int start, int end)
    {
        var id = GroundingHash.Id(text[start..end]);
        return new(GroundingAtomKind.Id, false, start, end - start, id, GroundingHash.Of('i', id), 0);
    }
}
