using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>The United Kingdom.</summary>
internal static class PiiOfBritain
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        // DVLA: five of the surname, decade, month (plus 50 for women), day, year, initials, tie-breaker.
        new PiiPattern("uk-driving-licence", "UK_DRIVING_LICENCE", "[a-z9]{5}[0-9](0[1-9]|1[0-2]|5[1-9]|6[0-2])(0[1-9]|[12][0-9]|3[01])[0-9][a-z9]{2}[0-9a-z][a-z]{2}"),
        // NHS: weights 10 to 2, mod 11.
        new PiiPattern("uk-nhs", "UK_NHS", "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
        {
            Valid = static c => (11 - (PiiChecksums.Weighted(c, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 == c[9] - '0' && c.ContainsAnyExcept(c[0]),
            Words = ["nhs", "health service", "national health"],
        },
        // HMRC, National Insurance Manual: letters and prefixes that are not given out.
        new PiiPattern("uk-nino", "UK_NINO", "[abceghj-prstw-z][abceghj-nprstw-z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d]")
        {
            Valid = static c => (c[0], c[1]) is not (('B', 'G') or ('G', 'B') or ('N', 'K') or ('K', 'N') or ('T', 'N') or ('N', 'T') or ('Z', 'Z')),
        },
        new PiiPattern("uk-passport", "UK_PASSPORT", "[a-z]{2}[0-9]{7}") { Words = ["passport"] },
        // Royal Mail: which letters stand where.
        new PiiPattern("uk-postcode", "UK_POSTCODE", "gir ?0aa|([a-pr-uwyz][0-9]{1,2}|[a-pr-uwyz][a-hk-y][0-9]{1,2}|[a-pr-uwyz][0-9][a-hjkpstuw]|[a-pr-uwyz][a-hk-y][0-9][abehmnprvwxy]) ?[0-9][abd-hjlnp-uw-z]{2}"),
        // DVLA: since 2001 (02 to 29, 51 to 79), since 1983, since 1963.
        new PiiPattern("uk-vehicle-registration", "UK_VEHICLE_REGISTRATION", "[a-hj-pr-y]{2}(0[2-9]|[12][0-9]|5[1-9]|[67][0-9]) ?[a-hj-pr-z]{3}|[a-hj-npr-tv-y][0-9]{1,3} ?[a-hj-pr-y]{3}|[a-hj-pr-y]{3} ?[0-9]{1,3}[a-hj-npr-tv-y]")
        {
            Words = ["registration", "reg", "vehicle", "vehicles", "car", "plate", "plates", "number plate", "van"],
        },
    ];
}
