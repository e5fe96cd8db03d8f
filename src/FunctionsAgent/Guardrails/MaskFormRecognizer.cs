using System.Text.RegularExpressions;

namespace FunctionsAgent.Guardrails;

/// <summary>A form a package brought.</summary>
internal sealed class MaskFormRecognizer(MaskPattern pattern) : PiiRecognizer(pattern.Name, pattern.Name)
{
    private readonly Regex form = MaskPatternForm.Compile(pattern.Pattern);

    public override void Find(string text, List<PiiFind> finds)
    {
        foreach (var match in form.EnumerateMatches(text))
            if (match.Length > 0) Add(finds, match.Index, match.Length);
    }
}
