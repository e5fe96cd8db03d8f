using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Nigeria and South Africa.</summary>
internal static class PiiOfAfrica
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        new PiiPattern("ng-nin", "NG_NIN", "[0-9]{11}") { Valid = static c => PiiChecksums.Verhoeff(c) && c.ContainsAnyExcept(c[0]), Words = ["nin", "national identification", "nimc"] },
        new PiiPattern("ng-vehicle-registration", "NG_VEHICLE_REGISTRATION", "[a-z]{3}[ -]?[0-9]{3}[a-z]{2}") { Words = ["plate", "plates", "vehicle", "registration", "car"] },
        // Birthday, sequence, citizenship, an eighth digit without meaning, Luhn.
        new PiiPattern("za-id", "ZA_ID_NUMBER", "[0-9]{2}(0[1-9]|1[0-2])[0-9]{2}[0-9]{4}[0-2][0-9]{2}") { Valid = static c => PiiDates.IsDay(c[..2], c[2..4], c[4..6]) && PiiChecksums.Luhn(c), Words = ["id", "id number", "south african", "resident"] },
    ];
}
