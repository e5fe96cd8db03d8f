using System.Text.RegularExpressions;
using AgentScript;
using PhoneNumbers;

namespace FunctionsAgent.Reasoning;

/// <summary>Phone numbers that can be dialled from a region, by the rules of libphonenumber, as E.164.</summary>
internal static class FoundPhones
{
    /// <summary>Its matcher looks at every beginning anew; a message needs a few tries, and one made to cost time gets no more.</summary>
    private const long MostTries = 50;

    private static readonly PhoneNumberUtil Phones = PhoneNumberUtil.GetInstance();

    /// <summary>Nothing shorter than this is worth the matcher's time.</summary>
    private static readonly Regex Candidate = FoundPattern.Of(@"[0-9]([^\p{L}0-9]*[0-9]){5}");

    public static IEnumerable<FoundValue> In(string text, string region)
    {
        if (!Candidate.IsMatch(text)) yield break;
        foreach (var match in Phones.FindNumbers(text, region, PhoneNumberUtil.Leniency.VALID, MostTries))
        {
            if (FoundPattern.CameBefore(text, match.Start, " -.") || FoundPattern.GoesOn(text, match.Start + match.Length, " -.")) continue;
            yield return new FoundValue("phone", Phones.Format(match.Number, PhoneNumberFormat.E164), match.Start, match.Length);
        }
    }
}
