using System.Text;

namespace AgentScript.Running;

/// <summary>The words of a text: lower case, letters and digits alone; an apostrophe within a word is dropped.</summary>
internal static class Words
{
    private static readonly HashSet<string> Stop = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "shall", "should", "may", "might",
        "i", "me", "my", "mine", "we", "us", "our", "you", "your", "it", "its", "this", "that", "these", "those", "he", "she", "they", "them", "their",
        "to", "of", "in", "on", "at", "for", "from", "with", "by", "and", "or", "but", "if", "so", "as", "what", "when", "where", "which", "who", "why", "how",
        "please", "hi", "hello", "hey", "there", "just", "yet", "now", "wheres", "whats", "im", "ive", "id", "ill", "hows", "whens", "dont", "doesnt", "didnt", "hasnt", "havent", "isnt",
    };

    public static string[] Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) word.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (rune.Value is '\'' or '’' && word.Length > 0) continue;
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        if (word.Length > 0) words.Add(word.ToString());
        return [.. words];
    }

    /// <summary>The words that carry the meaning.</summary>
    public static string[] Content(string[] words) => [.. words.Where(w => !Stop.Contains(w)).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the words of <paramref name="phrase"/> stand in <paramref name="text"/> one after the other.</summary>
    public static bool Holds(ReadOnlySpan<string> text, ReadOnlySpan<string> phrase)
    {
        if (phrase.IsEmpty) return false;
        for (var at = 0; at + phrase.Length <= text.Length; at++)
        {
            if (text.Slice(at, phrase.Length).SequenceEqual(phrase)) return true;
        }
        return false;
    }
}
