using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Germany: documents, taxes, health and pensions, by the rules their offices publish.</summary>
internal static class PiiOfGermany
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        new PiiPattern("de-practice", "DE_BSNR", "[0-9]{9}") { Words = ["bsnr", "betriebsstätte", "betriebsstättennummer", "praxis"] },
        new PiiPattern("de-driving-licence", "DE_FUEHRERSCHEIN", "[a-z]{2}[0-9]{8}[0-9a-z]") { Words = ["führerschein", "führerscheinnummer", "fahrerlaubnis", "fuehrerschein", "driving licence", "driver's license"] },
        new PiiPattern("de-commercial-register", "DE_HANDELSREGISTER", "hr[ab] ?[0-9]{1,6}"),
        // SGB V § 290: the letter as two digits, weights 1 and 2, digits of products added.
        new PiiPattern("de-health-insurance", "DE_HEALTH_INSURANCE", "[a-z][0-9]{9}") { Valid = IsHealthInsurance },
        // ICAO 9303; the older form, T and eight digits, has its check digit outside.
        new PiiPattern("de-id-card", "DE_ID_CARD", "[cfghjklmnprtvwxyz][0-9cfghjklmnprtvwxyz]{7}[0-9]")
        {
            Valid = static c => PiiChecksums.Document(c) || (c[0] == 'T' && !c[1..].ContainsAnyExceptInRange('0', '9')),
            Words = ["ausweis", "personalausweis", "ausweisnummer", "id card", "identity card"],
        },
        new PiiPattern("de-vehicle-registration", "DE_KFZ", "[a-zäöü]{1,3}[ -][a-z]{1,2}[ -]?[1-9][0-9]{0,3}[eh]?") { Words = ["kennzeichen", "kfz", "nummernschild", "auto", "fahrzeug", "plate"] },
        // KBV: weights 4 and 9 over six digits.
        new PiiPattern("de-physician", "DE_LANR", "[0-9]{9}")
        {
            Valid = static c => (10 - (PiiChecksums.Weighted(c, [4, 9, 4, 9, 4, 9]) % 10)) % 10 == c[6] - '0',
            Words = ["lanr", "arztnummer", "arzt", "arztes"],
        },
        new PiiPattern("de-passport", "DE_PASSPORT", "[cfghjk][0-9cfghjklmnprtvwxyz]{7}[0-9]") { Valid = static c => PiiChecksums.Document(c), Words = ["pass", "reisepass", "passnummer", "pass-nr", "passport"] },
        new PiiPattern("de-postcode", "DE_PLZ", "0[1-9][0-9]{3}|[1-9][0-9]{4}") { Valid = static c => PiiDates.Number(c) is > 1000 and < 99999, Words = ["plz", "postleitzahl"] },
        // SGB VI § 147: area, birthday, letter, serial; weights 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1.
        new PiiPattern("de-social-security", "DE_SOCIAL_SECURITY", "[0-9]{2}[0-9]{2}(0[1-9]|1[0-2])[0-9]{2}[a-z][0-9]{3}") { Valid = IsSocialSecurity },
        // § 139b AO: ISO 7064, no digit more than three times.
        new PiiPattern("de-tax-id", "DE_TAX_ID", "[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}")
        {
            Valid = static c => AtMostThreeAlike(c[..10]) && PiiChecksums.Mod11With10(c),
            Words = ["idnr", "steuer-id", "steuerid", "steueridentifikationsnummer", "steuerliche identifikationsnummer", "tax id", "tin"],
        },
        // The offices' own forms, and thirteen digits of the federal one: by state's key, or by the office's with a 0 fifth.
        new PiiPattern("de-tax-number", "DE_TAX_NUMBER", "(0[1-9]|1[0-6])[0-9]{11}|(1[01]|2[1-36-9]|3[0-2]|4[01]|5[0-9]|9[0-9])[0-9]{2}0[0-9]{8}|[0-9]{2,3}/[0-9]{3,4}/[0-9]{4,5}") { Words = ["steuernummer", "st.-nr", "stnr", "finanzamt", "tax number"] },
        new PiiPattern("de-vat-id", "DE_VAT_ID", "de[ -]?[1-9][0-9]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{3}") { Words = ["ust-idnr", "ust-id", "ustid", "umsatzsteuer", "vat"], Sure = static c => PiiChecksums.Mod11With10(c[2..]) },
    ];

    private static bool IsHealthInsurance(ReadOnlySpan<char> c)
    {
        Span<int> digits = stackalloc int[10];
        (digits[0], digits[1]) = ((c[0] - 'A' + 1) / 10, (c[0] - 'A' + 1) % 10);
        for (var i = 1; i <= 8; i++) digits[i + 1] = c[i] - '0';
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += Across(digits[i] * (i % 2 == 0 ? 1 : 2));
        return sum % 10 == c[9] - '0';
    }

    private static bool IsSocialSecurity(ReadOnlySpan<char> c)
    {
        if (PiiDates.Number(c[2..4]) % 50 is < 1 or > 31) return false;
        ReadOnlySpan<int> weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
        Span<int> digits = stackalloc int[12];
        for (var i = 0; i < 8; i++) digits[i] = c[i] - '0';
        (digits[8], digits[9]) = ((c[8] - 'A' + 1) / 10, (c[8] - 'A' + 1) % 10);
        (digits[10], digits[11]) = (c[9] - '0', c[10] - '0');
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += Across(digits[i] * weights[i]);
        return sum % 10 == c[11] - '0';
    }

    private static int Across(int value) => (value / 10) + (value % 10);

    private static bool AtMostThreeAlike(ReadOnlySpan<char> digits)
    {
        for (var digit = '0'; digit <= '9'; digit++)
            if (digits.Count(digit) > 3) return false;
        return true;
    }
}
