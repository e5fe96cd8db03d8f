using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Italy, Spain and Turkey.</summary>
internal static class PiiOfSouthernEurope
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>What a character in an odd place counts, 0 to 9 and A to Z (Decreto ministeriale of 23 December 1976).</summary>
    private static readonly byte[] Odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        new PiiPattern("it-driver-license", "IT_DRIVER_LICENSE", "[a-z]{2}[0-9]{7}[a-z]|u1[0-9bcdfghj-np-tv-z]{7}[a-z]") { Words = ["patente", "patente di guida", "driver license", "driving licence"] },
        new PiiPattern("it-fiscal-code", "IT_FISCAL_CODE", "[a-z]{6}[0-9lmnp-v]{2}[abcdehlmprst][0-9lmnp-v]{2}[a-z][0-9lmnp-v]{3}[a-z]") { Words = ["codice fiscale", "cf", "fiscal code", "tax code"], Sure = IsFiscalCode },
        new PiiPattern("it-identity-card", "IT_IDENTITY_CARD", "[a-z]{2} ?[0-9]{7}|[0-9]{7}[a-z]{2}|[a-z]{2} ?[0-9]{5}[a-z]{2}") { Words = ["carta", "identità", "carta d'identità", "cie", "identity card"] },
        new PiiPattern("it-passport", "IT_PASSPORT", "[a-z]{2}[0-9]{7}") { Words = ["passaporto", "passport"] },
        new PiiPattern("it-vat", "IT_VAT_CODE", "[0-9]{5}[ _]?[0-9]{2}[ _]?[0-9][ _]?[0-9]{3}") { Valid = static c => PiiChecksums.Luhn(c) && c.ContainsAnyExcept('0'), Words = ["piva", "partita iva", "p.iva", "iva", "vat"] },
        new PiiPattern("es-nie", "ES_NIE", "[xyz][0-9]{7}-?[a-z]") { Valid = static c => SpanishLetters[(((c[0] - 'X') * 10_000_000) + PiiDates.Number(c[1..8])) % 23] == c[8] },
        new PiiPattern("es-nif", "ES_NIF", "[0-9]{7,8}-?[a-z]") { Valid = static c => SpanishLetters[PiiDates.Number(c[..^1]) % 23] == c[^1] },
        new PiiPattern("es-passport", "ES_PASSPORT", "[a-z]{3}[0-9]{6}") { Words = ["pasaporte", "passport"] },
        new PiiPattern("tr-license-plate", "TR_LICENSE_PLATE", "(0[1-9]|[1-7][0-9]|8[01]) ?[a-z]{1,3} ?[0-9]{2,4}") { Words = ["plaka", "plakası", "plate", "araç"] },
        // Two check digits: the tenth of odd and even places, the eleventh of all before.
        new PiiPattern("tr-national-id", "TR_NATIONAL_ID", "[1-9][0-9]{10}") { Valid = IsTurkish, Words = ["tckn", "tc kimlik", "kimlik", "t.c.", "turkish id"] },
        new PiiPattern("tr-phone", "TR_PHONE_NUMBER", @"(\+90[ -]?[2-5]|0[ -]?[2-5]|[2-5])[0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}") { Words = ["cep", "telefon", "tel", "gsm", "numara", "phone"], Sure = static c => c.Length == 12 },
    ];

    private static bool IsFiscalCode(ReadOnlySpan<char> c)
    {
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(c[i]) ? c[i] - '0' : c[i] - 'A';
            sum += i % 2 == 0 ? Odd[value] : value;
        }
        return sum % 26 == c[15] - 'A';
    }

    private static bool IsTurkish(ReadOnlySpan<char> c)
    {
        var odd = PiiChecksums.Weighted(c, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
        var even = PiiChecksums.Weighted(c, [0, 1, 0, 1, 0, 1, 0, 1]);
        var tenth = (((odd * 7) - even) % 10 + 10) % 10;
        return tenth == c[9] - '0' && (odd + even + tenth) % 10 == c[10] - '0';
    }
}
