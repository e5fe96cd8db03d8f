using System.Globalization;
using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>Words of a sentence as they are read out, in English: one pass over the words, no look at more than one of them.</summary>
internal static class SpokenWords
{
    private static readonly Dictionary<string, string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["e.g."] = "for example", ["i.e."] = "that is", ["etc."] = "and so on.", ["approx."] = "approximately", ["vs."] = "versus", ["incl."] = "including",
        ["ETA"] = "E T A", ["FAQ"] = "F A Q", ["ASAP"] = "as soon as possible", ["SMS"] = "S M S", ["24/7"] = "around the clock", ["&"] = "and", ["/"] = "or", ["#"] = "number",
    };

    private static readonly Dictionary<char, (string One, string Many)> Currencies = new()
    {
        ['$'] = ("dollar", "dollars"), ['€'] = ("euro", "euros"), ['£'] = ("pound", "pounds"),
    };

    public static string Say(string text)
    {
        var spoken = new StringBuilder(text.Length);
        foreach (var word in text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var said = Word(word);
            if (said.Length > 0)
                spoken.Append(spoken.Length > 0 && !char.IsPunctuation(said[0]) ? " " : "").Append(said);
        }

        return spoken.ToString();
    }

    private static string Word(string word)
    {
        if (Abbreviations.TryGetValue(word, out var whole))
            return whole;
        var start = 0;
        while (start < word.Length && word[start] is '(' or '"' or '\'' or '[' or '“' or '‘')
            start++;
        var end = word.Length;
        while (end > start && word[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or '"' or '\'' or ']' or '”' or '’')
            end--;
        // Brackets and quotes are not heard; the pauses are.
        var pause = word[end..].FirstOrDefault(c => c is '.' or ',' or ';' or ':' or '!' or '?');
        return Core(word[start..end]) + (pause == default ? "" : pause);
    }

    private static string Core(string word)
    {
        if (word.Length == 0 || Abbreviations.TryGetValue(word, out _))
            return word.Length == 0 ? "" : Abbreviations[word];
        if (word.Contains("://", StringComparison.Ordinal) || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            return "our website";
        if (word.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && word.IndexOf('.', at) > at)
            return word.Replace("@", " at ", StringComparison.Ordinal).Replace(".", " dot ", StringComparison.Ordinal);
        if (Money(word) is { } money)
            return money;
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);
        if (SpokenIdentifier.Say(word) is { } identifier)
            return identifier;
        if (word.Length > 1 && word[^1] == '%')
            return word[..^1] + " percent";
        return Between(word, '/', " or ").Replace("&", " and ", StringComparison.Ordinal).Replace("#", " number ", StringComparison.Ordinal).Trim();
    }

    private static string Between(string word, char mark, string said)
    {
        var parts = word.Split(mark);
        return parts.All(part => part.Length > 0 && part.All(char.IsLetter)) ? string.Join(said, parts) : word;
    }

    private static string? Money(string word)
    {
        if (word.Length < 2 || !Currencies.TryGetValue(word[0], out var unit)
            || !decimal.TryParse(word[1..], NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount))
            return null;
        var whole = decimal.Truncate(amount);
        var cents = (int)decimal.Round((amount - whole) * 100);
        var spoken = string.Create(CultureInfo.InvariantCulture, $"{whole:0} {(whole == 1 ? unit.One : unit.Many)}");
        var small = unit.One == "pound" ? (One: "penny", Many: "pence") : (One: "cent", Many: "cents");
        return cents == 0 ? spoken : string.Create(CultureInfo.InvariantCulture, $"{spoken} and {cents} {(cents == 1 ? small.One : small.Many)}");
    }
}
