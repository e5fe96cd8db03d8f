using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Lines, sentences and words of a section's text.</summary>
internal static class SectionText
{
    /// <summary>Before the items of lists, whatever format they come from.</summary>
    public const string Bullet = "• ";

    public static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static int Words(string text)
    {
        var (count, within) = (0, false);
        foreach (var c in text)
        {
            var space = char.IsWhiteSpace(c);
            if (!space && !within) count++;
            within = !space;
        }
        return count;
    }

    /// <summary>Its lines without what is only spaces, put together again up to so many words; a longer line is cut after sentences, a longer sentence after words.</summary>
    public static IEnumerable<string> Pieces(string text, int most)
    {
        var lines = text.Split('\n').Select(Line).Where(line => line.Length > 0).ToArray();
        if (lines.Sum(Words) <= most)
        {
            if (lines.Length > 0) yield return string.Join('\n', lines);
            yield break;
        }
        foreach (var piece in Pack(lines.SelectMany(line => Words(line) <= most ? [line] : Pack(Sentences(line).SelectMany(s => Chunks(s, most)), most, ' ')), most, '\n')) yield return piece;
    }

    /// <summary>A sentence ends after <c>.</c>, <c>!</c> or <c>?</c> with what closes it, before a space and what may begin another; not after an abbreviation or a lone letter or number.</summary>
    public static IEnumerable<string> Sentences(string line)
    {
        var start = 0;
        for (var n = 0; n < line.Length; n++)
        {
            if (line[n] is not ('.' or '!' or '?')) continue;
            var end = n + 1;
            while (end < line.Length && line[end] is '.' or '!' or '?' or '"' or '”' or '\'' or '’' or ')') end++;
            if (end < line.Length - 1 && (line[end] != ' ' || char.IsLower(line[end + 1]) || line[n] == '.' && IsShort(line.AsSpan(start, n - start)))) continue;
            if (line[start..end].Trim() is { Length: > 0 } sentence) yield return sentence;
            start = end;
            n = end - 1;
        }
        if (line[start..].Trim() is { Length: > 0 } rest) yield return rest;
    }

    private static bool IsShort(ReadOnlySpan<char> before)
    {
        var word = before[(before.LastIndexOf(' ') + 1)..].TrimStart("(\"'•");
        if (word.Length == 1) return true;
        // An item's number; a year or an amount ends a sentence like any word.
        if (word.Length <= 2 && !word.ContainsAnyExceptInRange('0', '9') && word.Length == before.TrimStart("• ").Length) return true;
        return word is "e.g" or "i.e" or "Mr" or "Mrs" or "Ms" or "Dr" or "St" or "No" or "vs" or "approx" or "Nr" or "Art" or "Abs" or "ca" or "bzw" or "usw" or "z.B" or "d.h" or "Ltd" or "Inc" or "Co" or "U.S";
    }

    private static IEnumerable<string> Chunks(string sentence, int most) =>
        Words(sentence) <= most ? [sentence] : sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(most).Select(words => string.Join(' ', words));

    private static IEnumerable<string> Pack(IEnumerable<string> parts, int most, char between)
    {
        var (pack, words) = (new StringBuilder(), 0);
        foreach (var part in parts)
        {
            var count = Words(part);
            if (words > 0 && words + count > most)
            {
                yield return pack.ToString();
                pack.Clear();
                words = 0;
            }
            if (pack.Length > 0) pack.Append(between);
            pack.Append(part);
            words += count;
        }
        if (words > 0) yield return pack.ToString();
    }
}
