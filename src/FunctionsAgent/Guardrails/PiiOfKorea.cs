using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>South Korea.</summary>
internal static class PiiOfKorea
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        // National Tax Service: weights 1, 3, 7, the ninth digit's product by 5 carries its tens.
        new PiiPattern("kr-business", "KR_BRN", "[0-9]{3}-?[0-9]{2}-?[0-9]{5}") { Valid = IsBusiness, Words = ["brn", "business registration", "사업자", "사업자등록번호"] },
        new PiiPattern("kr-driver-license", "KR_DRIVER_LICENSE", "(1[1-9]|2[0-8])-[0-9]{2}-[0-9]{6}-[0-9]{2}"),
        // Since 2020 the last digits are random: a check that fails says nothing, one that holds says it is one.
        new PiiPattern("kr-foreigner", "KR_FRN", "[0-9]{2}(0[1-9]|1[0-2])[0-9]{2}-?[5-8][0-9]{6}") { Valid = IsBorn, Words = ["frn", "foreigner", "외국인"], Sure = static c => IsRegistered(c, 13) },
        new PiiPattern("kr-passport", "KR_PASSPORT", "[msrodg]([0-9]{3}[a-z][0-9]{4}|[0-9]{8})") { Words = ["passport", "여권", "여권번호"] },
        new PiiPattern("kr-resident", "KR_RRN", "[0-9]{2}(0[1-9]|1[0-2])[0-9]{2}-?[1-4][0-9]{6}") { Valid = IsBorn, Words = ["rrn", "resident registration", "주민등록번호", "주민"], Sure = static c => IsRegistered(c, 11) },
    ];

    private static bool IsBorn(ReadOnlySpan<char> c) => PiiDates.IsDay(c[..2], c[2..4], c[4..6]);

    private static bool IsRegistered(ReadOnlySpan<char> c, int from) => (from - (PiiChecksums.Weighted(c, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 == c[12] - '0';

    private static bool IsBusiness(ReadOnlySpan<char> c)
    {
        var sum = PiiChecksums.Weighted(c, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + ((c[8] - '0') * 5 / 10);
        return (10 - (sum % 10)) % 10 == c[9] - '0';
    }
}
