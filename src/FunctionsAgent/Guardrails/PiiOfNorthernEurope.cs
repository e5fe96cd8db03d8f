using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Finland, Sweden and Poland: a birthday, a serial number, a check.</summary>
internal static class PiiOfNorthernEurope
{
    private const string FinnishChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        new PiiPattern("fi-personal-id", "FI_PERSONAL_IDENTITY_CODE", @"[0-9]{6}[+\-a-fu-y][0-9]{3}[0-9a-fhj-np-y]") { Edge = PiiEdge.Digit, Valid = IsFinnish },
        // Ten digits with Luhn; of organisations the third is two or more, of persons there is a day.
        new PiiPattern("se-organisation", "SE_ORGANISATIONSNUMMER", "[0-9]{2}[2-9][0-9]{3}-?[0-9]{4}") { Valid = static c => PiiChecksums.Luhn(c), Words = ["organisationsnummer", "orgnummer", "org.nr", "company", "bolag"] },
        new PiiPattern("se-personal-id", "SE_PERSONNUMMER", @"((18|19|20)[0-9]{2}|[0-9]{2})(0[1-9]|1[0-2])([0-2][0-9]|3[01]|[6-8][0-9]|9[01])[+\-]?[0-9]{4}") { Edge = PiiEdge.Digit, Valid = IsSwedish },
        new PiiPattern("pl-pesel", "PL_PESEL", "[0-9]{11}") { Valid = IsPolish, Words = ["pesel"] },
    ];

    // The sign between tells the century and is dropped with other signs: the letters that stand for it are kept.
    private static bool IsFinnish(ReadOnlySpan<char> c)
    {
        var serial = c[^4..^1];
        if (!PiiDates.IsDay(c[4..6], c[2..4], c[..2]) || PiiDates.Number(serial) < 2) return false;
        return FinnishChecks[((PiiDates.Number(c[..6]) * 1000) + PiiDates.Number(serial)) % 31] == c[^1];
    }

    private static bool IsSwedish(ReadOnlySpan<char> c)
    {
        var ten = c[^10..];
        var day = PiiDates.Number(ten[4..6]);
        var year = c.Length == 12 ? PiiDates.Number(c[..4]) : PiiDates.Number(ten[..2]);
        // 60 is added to the day of those who are no residents.
        return PiiDates.IsDay(year, PiiDates.Number(ten[2..4]), day > 60 ? day - 60 : day) && PiiChecksums.Luhn(ten);
    }

    private static bool IsPolish(ReadOnlySpan<char> c)
    {
        // 20, 40, 60 or 80 added to the month tells the century.
        var month = PiiDates.Number(c[2..4]) % 20;
        return PiiDates.IsDay(PiiDates.Number(c[..2]), month, PiiDates.Number(c[4..6])) && PiiChecksums.Weighted(c, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;
    }
}
