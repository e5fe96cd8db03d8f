namespace FunctionsAgent.Guardrails;

/// <summary>What stands in HTML and is not shown: comments, and elements that are hidden, of no size, transparent, or white. Read by hand, not parsed: parts of it are what mails and pages come in.</summary>
internal static class HiddenMarkup
{
    /// <summary>Longer tags are no tags; more of an element is not read with it, but by the text itself.</summary>
    private const int LongestTag = 2_000, LongestElement = 4_000;

    private static readonly string[] Marks = ["display:none", "visibility:hidden", "font-size:0", "opacity:0", "left:-9", "text-indent:-9", ";color:#fff", ";color:white", ";color:rgb(255,255,255)", "\"color:#fff", "\"color:white", "'color:white", "'color:#fff"];

    public static IEnumerable<string> In(string text)
    {
        for (var from = text.IndexOf('<'); from >= 0 && from < text.Length; from = from < text.Length ? text.IndexOf('<', from) : -1)
        {
            if (string.CompareOrdinal(text, from, "<!--", 0, 4) == 0)
            {
                var end = text.IndexOf("-->", from + 4, StringComparison.Ordinal);
                yield return text[(from + 4)..(end < 0 ? text.Length : end)];
                from = end < 0 ? text.Length : end + 3;
                continue;
            }
            var close = 1 + text.AsSpan(from + 1, Math.Min(LongestTag, text.Length - from) - 1).IndexOfAny('<', '>');
            if (close == 0 || text[from + close] == '<' || !IsHidden(text.AsSpan(from, close)))
            {
                from += Math.Max(close, 1);
                continue;
            }
            var start = from + close + 1;
            var room = text.AsSpan(start, Math.Min(LongestElement, text.Length - start));
            var length = room.IndexOf($"</{Name(text.AsSpan(from + 1, close - 1))}", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at : room.Length;
            yield return text.Substring(start, length);
            from = start + length;
        }
    }

    private static bool IsHidden(ReadOnlySpan<char> tag)
    {
        if (tag.IndexOf(" hidden", StringComparison.OrdinalIgnoreCase) >= 0) return true;
        if (tag.IndexOf("style", StringComparison.OrdinalIgnoreCase) < 0) return false;
        Span<char> plain = stackalloc char[LongestTag];
        var length = 0;
        foreach (var c in tag) if (!char.IsWhiteSpace(c)) plain[length++] = char.ToLowerInvariant(c);
        var style = plain[..length];
        foreach (var mark in Marks)
            if (style.IndexOf(mark) is >= 0 and var at && (mark[^1] != '0' || at + mark.Length >= length || style[at + mark.Length] is not ('.' or (>= '0' and <= '9')) || style[(at + mark.Length)..].StartsWith(".0"))) return true;
        return false;
    }

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> tag)
    {
        var length = 0;
        while (length < tag.Length && char.IsAsciiLetterOrDigit(tag[length])) length++;
        return tag[..length];
    }
}
