using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>The United States and Canada.</summary>
internal static class PiiOfAmerica
{
    /// <summary>Social security numbers: no area 000, 666 or 9xx, no group 00, no serial 0000, and none of those that advertisements made void.</summary>
    public static PiiRecognizer Ssn { get; } = new PiiSsn();

    public static PiiRecognizer DriverLicense { get; } = new PiiPattern("us-driver-license", "US_DRIVER_LICENSE", "[a-z]{1,2}[0-9]{5,12}|[0-9]{6,14}|[a-z][0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}")
    {
        Words = ["driver's license", "drivers license", "driver license", "driving license", "driver’s license", "driver's licence", "driving licence", "drivers licence", "license number", "licence number", "dl"],
    };

    public static ImmutableArray<PiiRecognizer> Others { get; } =
    [
        // ABA: Federal Reserve districts, weights 3, 7, 1.
        new PiiPattern("us-routing", "ABA_ROUTING_NUMBER", "(0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)[0-9]{2}-?[0-9]{4}-?[0-9]")
        {
            Valid = static c => PiiChecksums.Weighted(c, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 && c.ContainsAnyExcept('0'),
            Words = ["routing", "aba", "rtn", "bank", "wire", "transit"],
        },
        new PiiPattern("us-bank", "US_BANK_NUMBER", "[0-9]{8,17}") { Words = ["bank account", "account number", "account no", "checking", "savings account", "acct"] },
        // IRS: 9, and a group of those that are given out.
        new PiiPattern("us-itin", "US_ITIN", "9[0-9]{2}[ -]?(5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[ -]?[0-9]{4}") { Words = ["itin", "taxpayer", "tax id", "individual taxpayer"] },
        // CMS: eleven places of fixed kinds, six letters left out.
        new PiiPattern("us-mbi", "US_MBI", "[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9][0-9]-?[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9][0-9]-?[ac-hjkmnp-rt-y]{2}[0-9]{2}"),
        // CMS: Luhn, 80840 before it.
        new PiiPattern("us-npi", "US_NPI", "[12][0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}")
        {
            Valid = static c => (PiiChecksums.LuhnSum(c) + 24) % 10 == 0 && c[..^1].ContainsAnyExcept(c[0]),
            Words = ["npi", "provider"],
        },
        new PiiPattern("us-passport", "US_PASSPORT", "[a-z][0-9]{8}|[0-9]{9}") { Words = ["passport", "travel document"] },
        // DEA registration: odd places plus twice the even ones.
        new PiiPattern("us-medical-license", "MEDICAL_LICENSE", "[a-hj-npr-ux][a-z9][0-9]{7}")
        {
            Valid = static c => PiiChecksums.Weighted(c[2..8], [1, 2, 1, 2, 1, 2]) % 10 == c[8] - '0',
        },
        // Canada: Luhn; 0 and 8 are not given to persons.
        new PiiPattern("ca-sin", "CA_SIN", "[1-79][0-9]{2}([0-9]{6}| [0-9]{3} [0-9]{3}|-[0-9]{3}-[0-9]{3})")
        {
            Valid = static c => PiiChecksums.Luhn(c) && c.ContainsAnyExcept(c[0]),
            Words = ["sin", "nas", "social insurance", "assurance sociale"],
        },
    ];
}
