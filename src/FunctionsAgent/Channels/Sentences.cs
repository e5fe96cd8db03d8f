namespace FunctionsAgent.Channels;

/// <summary>Cuts a text where a reader breathes: behind a sentence's end and behind a line. Joined again it is the same text.</summary>
internal static class Sentences
{
    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var ends = text[at] == '\n' || (text[at] is '.' or '!' or '?' or '…' && at + 1 < text.Length && text[at + 1] == ' ' && !IsAbbreviated(text, start, at));
            if (!ends) continue;
            while (at + 1 < text.Length && char.IsWhiteSpace(text[at + 1])) at++;
            yield return text[start..(at + 1)];
            start = at + 1;
        }
        if (start < text.Length) yield return text[start..];
    }

    /// <summary>"No. 5", "e.g. this": a short word before the dot ends no sentence.</summary>
    private static bool IsAbbreviated(string text, int start, int dot)
    {
        if (text[dot] != '.') return false;
        var first = dot;
        while (first > start && char.IsLetter(text[first - 1])) first--;
        return dot - first is > 0 and <= 2 && !(dot + 2 < text.Length && char.IsUpper(text[dot + 2]) && dot - first == 2);
    }
}
