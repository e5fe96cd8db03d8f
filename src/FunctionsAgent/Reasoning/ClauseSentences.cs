namespace FunctionsAgent.Reasoning;

/// <summary>Cuts a line at the ends of its sentences. Abbreviations, decimals, ordinals, addresses of pages and of mail end none.</summary>
internal static class ClauseSentences
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "dr", "mr", "mrs", "ms", "prof", "st", "str", "nr", "jr", "sr", "vs", "approx", "ca", "bzw", "tel", "inkl", "exkl", "evtl", "ggf", "abs", "art", "inc", "ltd", "co", "e.g", "i.e", "z.b", "d.h", "u.a", "a.m", "p.m",
    };

    /// <summary>End nothing where the sentence goes on in lower case or with a figure.</summary>
    private static readonly HashSet<string> Maybe = new(StringComparer.OrdinalIgnoreCase)
    {
        "etc", "usw", "no", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mrz", "okt", "dez", "mo", "fr",
    };

    public static IEnumerable<string> Of(string line)
    {
        var start = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is not ('.' or '?' or '!' or ';' or '…' or '？' or '！' or '。')) continue;
            var end = i;
            while (end + 1 < line.Length && line[end + 1] is '.' or '?' or '!' or ')' or '"' or '”' or '\'') end++;
            if (Ends(line, start, i, end))
            {
                yield return line[start..(end + 1)];
                start = end + 1;
            }
            i = end;
        }
        if (start < line.Length) yield return line[start..];
    }

    private static bool Ends(string line, int start, int mark, int end)
    {
        if (end + 1 >= line.Length) return true;
        var token = Token(line, start, mark);
        var asks = line.AsSpan(mark, end - mark + 1).ContainsAny('?', '!', '？');
        // "order?Where" ends; "…/orders?id=5" does not.
        if (!char.IsWhiteSpace(line[end + 1])) return line[mark] is '。' or '？' or '！' || (asks && char.IsLetter(line[end + 1]) && !token.Contains("://", StringComparison.Ordinal) && !token.Contains('.'));
        if (asks || line[mark] == ';') return true;
        var next = line.AsSpan(end + 1).TrimStart();
        if (next.IsEmpty) return true;
        var goesOn = char.IsLower(next[0]) || char.IsAsciiDigit(next[0]) || next[0] == '#';
        if (line[mark] == '…' || end > mark) return !goesOn;
        var word = token.Trim('(', '"', '\'', ',');
        if (Abbreviations.Contains(word) || (word.Length == 1 && char.IsLetter(word[0]) && word is not "I")) return false;
        if (Maybe.Contains(word)) return !goesOn;
        // "am 25. November", "der 3. Artikel".
        return !(word.Length is 1 or 2 && word.All(char.IsAsciiDigit) && (char.IsLower(next[0]) || IsMonth(next)));
    }

    private static string Token(string line, int start, int mark)
    {
        var from = mark;
        while (from > start && !char.IsWhiteSpace(line[from - 1])) from--;
        return line[from..mark];
    }

    private static bool IsMonth(ReadOnlySpan<char> next)
    {
        foreach (var month in (ReadOnlySpan<string>)["Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"])
        {
            if (next.StartsWith(month, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
