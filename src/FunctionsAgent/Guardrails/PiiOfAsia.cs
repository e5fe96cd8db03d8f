using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>The Philippines, Singapore and Thailand.</summary>
internal static class PiiOfAsia
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        new PiiPattern("ph-mobile", "PH_MOBILE_NUMBER", @"(\+63|0) ?(\(9[0-9]{2}\)|9[0-9]{2})[ -]?[0-9]{3}[ -]?[0-9]{4}"),
        // Bureau of Internal Revenue: weights 9 to 2, mod 11; a branch of three to five digits may follow.
        new PiiPattern("ph-tin", "PH_TIN", "[0-9]{3}-?[0-9]{3}-?[0-9]{3}(-?[0-9]{3,5})?") { Valid = static c => PiiChecksums.Weighted(c, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == c[8] - '0' && c.ContainsAnyExcept('0'), Words = ["tin", "tax id", "taxpayer", "bir"] },
        new PiiPattern("sg-nric", "SG_NRIC_FIN", "[a-z][0-9]{7}[a-z]") { Words = ["nric", "fin", "singapore", "ic number"], Sure = IsNric },
        new PiiPattern("sg-uen", "SG_UEN", "[0-9]{8,9}[a-z]|[tsr][0-9]{2}[a-z]{2}[0-9]{4}[a-z]") { Words = ["uen", "entity number"], Sure = static c => c.Length == 9 && "XMKECAWLJDB"[PiiChecksums.Weighted(c, [10, 4, 9, 3, 8, 2, 7, 1]) % 11] == c[8] },
        // Department of Provincial Administration: weights 13 to 2, mod 11; the province is one of ISO 3166-2.
        new PiiPattern("th-national-id", "TH_TNIN", "[1-8]-?(1[0-9]|2[0-7]|[34][0-9]|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])[0-9]{2}-?[0-9]{5}-?[0-9]{2}-?[0-9]") { Valid = static c => (11 - (PiiChecksums.Weighted(c, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 == c[12] - '0', Words = ["tnin", "thai", "thai id", "บัตรประชาชน", "ประชาชน"] },
    ];

    // Weights 2, 7, 6, 5, 4, 3, 2; T and G add 4, M adds 3; a row of letters for each kind.
    private static bool IsNric(ReadOnlySpan<char> c)
    {
        var sum = PiiChecksums.Weighted(c[1..8], [2, 7, 6, 5, 4, 3, 2]);
        return c[0] switch
        {
            'S' => "JZIHGFEDCBA"[sum % 11] == c[8],
            'T' => "JZIHGFEDCBA"[(sum + 4) % 11] == c[8],
            'F' => "XWUTRQPNMLK"[sum % 11] == c[8],
            'G' => "XWUTRQPNMLK"[(sum + 4) % 11] == c[8],
            'M' => "XWUTRQPNJLK"[(sum + 3) % 11] == c[8],
            _ => false,
        };
    }
}
