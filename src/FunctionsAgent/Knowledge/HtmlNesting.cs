using System.Buffers;

namespace FunctionsAgent.Knowledge;

/// <summary>What a tree made of HTML would come to, counted from the tags alone: making one takes time by the square of the depth, and misnested tags multiply.</summary>
/// <param name="Deepest">The most elements that are open at one place. Those whose end may be left out are not counted: a parser closes them itself.</param>
/// <param name="Elements">At most so many: where formatting is left open, a parser opens it again in every paragraph.</param>
internal readonly record struct HtmlNesting(int Deepest, long Elements)
{
    private static readonly SearchValues<char> AfterName = SearchValues.Create(" \t\r\n\f/>");

    public static HtmlNesting Of(ReadOnlySpan<char> html)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var lookup = open.GetAlternateLookup<ReadOnlySpan<char>>();
        var (depth, deepest, formats, elements) = (0, 0, 0, 0L);
        for (var at = 0; ; at++)
        {
            var next = html[at..].IndexOf('<');
            if (next < 0 || (at += next) + 1 >= html.Length) return new(deepest, elements);
            if (html[at..].StartsWith("<!--", StringComparison.Ordinal))
            {
                at = After(html, at + 4, "-->");
                continue;
            }
            var end = html[at + 1] == '/';
            var name = Name(html[(at + (end ? 2 : 1))..]);
            if (name.IsEmpty) continue;
            if (!end) elements += 1 + formats;
            if (EndsItself(name)) continue;
            if (end)
            {
                if (!lookup.TryGetValue(name, out var times) || times == 0) continue;
                lookup[name] = times - 1;
                depth--;
                if (Formats(name)) formats--;
            }
            else if (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase)) at = After(html, at + 1, $"</{name}");
            else
            {
                lookup[name] = lookup.TryGetValue(name, out var times) ? times + 1 : 1;
                deepest = Math.Max(deepest, ++depth);
                if (Formats(name)) formats++;
            }
        }
    }

    /// <summary>The last character of what ends it; of the text where nothing does.</summary>
    private static int After(ReadOnlySpan<char> html, int from, string mark)
    {
        var place = from < html.Length ? html[from..].IndexOf(mark, StringComparison.OrdinalIgnoreCase) : -1;
        return place < 0 ? html.Length - 1 : from + place + mark.Length - 1;
    }

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> tag)
    {
        if (tag.IsEmpty || !char.IsAsciiLetter(tag[0])) return [];
        var length = tag.IndexOfAny(AfterName);
        return length < 0 ? tag : tag[..length];
    }

    /// <summary>The HTML standard's list of formatting elements.</summary>
    private static bool Formats(ReadOnlySpan<char> name) => name.ToString().ToLowerInvariant() is "a" or "b" or "big" or "code" or "em" or "font" or "i" or "nobr" or "s" or "small" or "strike" or "strong" or "tt" or "u";

    private static bool EndsItself(ReadOnlySpan<char> name) => name.ToString().ToLowerInvariant() is "area" or "base" or "br" or "col" or "embed" or "hr" or "img" or "input" or "link" or "meta" or "source" or "track" or "wbr"
        or "p" or "li" or "dt" or "dd" or "option" or "optgroup" or "tr" or "td" or "th" or "thead" or "tbody" or "tfoot" or "colgroup" or "rt" or "rp" or "html" or "head" or "body" or "!doctype";
}
