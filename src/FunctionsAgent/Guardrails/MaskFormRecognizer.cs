using System.Text.RegularExpressions;

namespace FunctionsAgent.Guardrails;

/// <summary>A form a package brought. It is looked for window by window: whatever the pattern, the cost is linear in the text.</summary>
internal sealed class MaskFormRecognizer(MaskPattern pattern) : PiiRecognizer(pattern.Name, pattern.Name)
{
    private const int Window = 4 * MaskPatternForm.LongestFind;

    private readonly Regex form = MaskPatternForm.Compile(pattern.Pattern);

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var from = 0; from < text.Length;)
        {
            // One character before, so that a word's edge is seen; whatever a pattern wants to see behind, it sees no more than a window of it.
            var first = Math.Max(0, from - 1);
            var window = text.AsSpan(first, Math.Min(Window, text.Length - first));
            var (last, safe) = (first + window.Length == text.Length, first + Window - MaskPatternForm.LongestFind);
            var matches = form.EnumerateMatches(window, from - first);
            if (!matches.MoveNext())
            {
                if (last) return;
                from = safe;
                continue;
            }
            var (start, length) = (first + matches.Current.Index, matches.Current.Length);
            if (!last && start >= safe) from = start;
            else if (length == 0) from = start + 1;
            else
            {
                Add(finds, start, length);
                from = start + length;
            }
        }
    }
}
