using System.Text.RegularExpressions;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>Social security numbers of the United States, by the rules of their administration since 2011: written as 3-2-4 they are sure, in one piece or with blanks a word has to say so.</summary>
internal sealed class PiiSsn : PiiRecognizer
{
    private static readonly Regex Form = FoundPattern.Of("[0-9]{3}(-[0-9]{2}-|\\.[0-9]{2}\\.| [0-9]{2} |[0-9]{2})[0-9]{4}");

    public PiiSsn() : base("ssn", "US_SSN") => Words = ["ssn", "social security", "social", "tax id", "taxpayer", "ss#", "soc sec"];

    public override void Find(string text, List<PiiFind> finds)
    {
        foreach (var match in Form.EnumerateMatches(text))
        {
            var found = text.AsSpan(match.Index, match.Length);
            if (!PiiEdges.Whole(text, match.Index, match.Index + match.Length, PiiEdge.Word)) continue;
            var (area, group, serial) = (PiiDates.Number(found[..3]), PiiDates.Number(match.Length == 9 ? found[3..5] : found[4..6]), PiiDates.Number(found[^4..]));
            if (area is 0 or 666 or >= 900 || group == 0 || serial == 0) continue;
            if ((area, group, serial) is (78, 5, 1120) or (219, 9, 9999) or (123, 45, 6789) or (987, 65, >= 4320 and <= 4329)) continue;
            Add(finds, match.Index, match.Length, sure: found[3] == '-');
        }
    }
}
