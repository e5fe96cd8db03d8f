using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Headings as names of places, each once in an article: <c>returns</c>, <c>returns-2</c>.</summary>
internal sealed class SectionAnchors
{
    private const int Longest = 60;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);

    public string Next(string heading)
    {
        var anchor = Of(heading);
        var (unique, times) = (anchor, _times.GetValueOrDefault(anchor, 1));
        while (!_taken.Add(unique)) unique = $"{anchor}-{++times}";
        _times[anchor] = times;
        return unique;
    }

    private static string Of(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in heading.Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c)) anchor.Append(char.ToLowerInvariant(c));
            else if (c is not ('\'' or '’') && anchor.Length > 0 && anchor[^1] != '-') anchor.Append('-');
            if (anchor.Length == Longest) break;
        }
        return anchor.ToString().Trim('-') is { Length: > 0 } some ? some : "section";
    }
}
