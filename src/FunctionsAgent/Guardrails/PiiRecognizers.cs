using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>All recognisers there are.</summary>
internal static class PiiRecognizers
{
    /// <summary>Where two finds are equal in all else, the earlier one names it.</summary>
    public static ImmutableArray<PiiRecognizer> Everyday { get; } =
    [
        new PiiEmails(), new PiiCards(), new PiiIbans(), PiiOfAmerica.Ssn, new PiiIps(), new PiiDomains(), new PiiPhones(), new PiiWallets(), PiiForms.Mac, PiiForms.Date, PiiOfAmerica.DriverLicense,
    ];

    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        .. Everyday, .. PiiOfAmerica.Others, .. PiiOfAustralia.All, .. PiiOfBritain.All, .. PiiOfGermany.All, .. PiiOfSouthernEurope.All, .. PiiOfNorthernEurope.All,
        .. PiiOfIndia.All, .. PiiOfKorea.All, .. PiiOfAsia.All, .. PiiOfAfrica.All,
    ];
}
