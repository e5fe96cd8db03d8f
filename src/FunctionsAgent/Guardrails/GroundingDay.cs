namespace FunctionsAgent.Guardrails;

/// <summary>Days in figures: <c>2026-11-05</c>, <c>2026/11/05</c>, <c>05.11.2026</c>, <c>11/5/26</c>. Where day and month may be either, both are meant.</summary>
internal static class GroundingDay
{
    public static GroundingAtom? Read(ReadOnlySpan<char> text, int start)
    {
        var first = GroundingNumber.Digits(text, start);
        var mark = start + first;
        if (first is not (1 or 2 or 4) || mark + 1 >= text.Length || text[mark] is not ('-' or '/' or '.')) return null;
        var second = GroundingNumber.Digits(text, mark + 1);
        var next = mark + 1 + second;
        if (second is not (1 or 2) || next + 1 >= text.Length || text[next] != text[mark]) return null;
        var third = GroundingNumber.Digits(text, next + 1);
        var end = next + 1 + third;
        if (end + 1 < text.Length && text[end] == text[mark] && char.IsAsciiDigit(text[end + 1])) return null;
        var (a, b) = (GroundingNumber.Int(text, start, first), GroundingNumber.Int(text, mark + 1, second));
        if (first == 4)
        {
            if (third is not (1 or 2) || Day(a, b, GroundingNumber.Int(text, next + 1, third)) is not { } day) return null;
            // The time behind a T is read next.
            if (end + 1 < text.Length && text[end] == 'T' && char.IsAsciiDigit(text[end + 1])) end++;
            return Of(start, end, day, 0);
        }
        if (third != 4 && !(third == 2 && text[mark] != '-')) return null;
        var year = GroundingNumber.Int(text, next + 1, third) + (third == 2 ? 2_000 : 0);
        var (dayFirst, monthFirst) = (Day(year, b, a), text[mark] == '.' ? null : Day(year, a, b));
        if ((dayFirst ?? monthFirst) is not { } said) return null;
        return Of(start, end, said, dayFirst is not null && monthFirst is { } other && other != said ? other : 0);
    }

    public static int? Day(int year, int month, int day) =>
        year is >= 1000 and < 3000 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? (year * 10_000) + (month * 100) + day : null;

    private static GroundingAtom Of(int start, int end, int day, int other) =>
        new(GroundingAtomKind.Date, false, start, end - start, other == 0 ? 0 : BitConverter.DoubleToUInt64Bits(other), GroundingHash.Of('d', (double)day), day);
}
