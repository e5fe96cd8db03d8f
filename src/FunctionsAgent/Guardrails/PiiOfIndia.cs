using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>India.</summary>
internal static class PiiOfIndia
{
    public static ImmutableArray<PiiRecognizer> All { get; } =
    [
        // UIDAI: Verhoeff, no 0 or 1 first.
        new PiiPattern("in-aadhaar", "IN_AADHAAR", "[2-9][0-9]{3}[ :-]?[0-9]{4}[ :-]?[0-9]{4}") { Valid = static c => PiiChecksums.Verhoeff(c), Words = ["aadhaar", "aadhar", "uidai", "uid"] },
        // State, the holder's PAN, a count, Z, a check digit.
        new PiiPattern("in-gstin", "IN_GSTIN", "(0[1-9]|[12][0-9]|3[0-7])[a-z]{5}[0-9]{4}[a-z][1-9a-z]z[0-9a-z]"),
        new PiiPattern("in-pan", "IN_PAN", "[a-z]{3}[abcfghjlpt][a-z][0-9]{4}[a-z]"),
        new PiiPattern("in-passport", "IN_PASSPORT", "[a-pr-wy][1-9][0-9] ?[0-9]{4}[1-9]") { Words = ["passport"] },
        new PiiPattern("in-vehicle-registration", "IN_VEHICLE_REGISTRATION", "(an|ap|ar|as|br|ch|cg|dd|dl|dn|ga|gj|hp|hr|jh|jk|ka|kl|la|ld|mh|ml|mn|mp|mz|nl|od|or|pb|py|rj|sk|tn|tr|ts|uk|up|wb)[ -]?[0-9]{2}[ -]?[a-z]{0,3}[ -]?[0-9]{1,4}") { Words = ["vehicle", "registration", "car", "plate", "rto"] },
        new PiiPattern("in-voter", "IN_VOTER", "[a-z]{3}[0-9]{7}") { Words = ["voter", "vote", "epic", "election"] },
    ];
}
