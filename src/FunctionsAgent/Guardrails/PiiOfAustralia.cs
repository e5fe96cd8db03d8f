using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Australia: numbers of the tax office, the securities commission and Medicare, each with its published weights.</summary>
internal static class PiiOfAustralia
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        new PiiPattern("au-abn", "AU_ABN", "[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}")
        {
            Valid = static c => (PiiChecksums.Weighted(c, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0,
            Words = ["abn", "business number", "australian business"],
        },
        new PiiPattern("au-acn", "AU_ACN", "[0-9]{3} ?[0-9]{3} ?[0-9]{3}")
        {
            Valid = static c => (10 - (PiiChecksums.Weighted(c, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 == c[8] - '0' && c.ContainsAnyExcept('0'),
            Words = ["acn", "company number", "australian company"],
        },
        new PiiPattern("au-medicare", "AU_MEDICARE", "[2-6][0-9]{3} ?[0-9]{5} ?[0-9]")
        {
            Valid = static c => PiiChecksums.Weighted(c, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == c[8] - '0',
            Words = ["medicare"],
        },
        new PiiPattern("au-tfn", "AU_TFN", "[0-9]{3} ?[0-9]{3} ?[0-9]{3}")
        {
            Valid = static c => PiiChecksums.Weighted(c, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0 && c.ContainsAnyExcept('0'),
            Words = ["tfn", "tax file"],
        },
    ];
}
