namespace FunctionsAgent.Reasoning;

/// <summary>Cuts a sentence at a conjunction behind which a request of its own begins.</summary>
/// <remarks>
/// "Where is my order and how do returns work" holds two. "Lamp and table", "cancel it and refund me", "where is it and when does it arrive" hold one: behind their
/// conjunction stands no beginning of a request, or a question that only speaks of the same thing.
/// </remarks>
internal static class ClauseStarts
{
    private static readonly HashSet<string> Conjunctions = ["and", "und", "but", "aber", "plus", "sowie", "&"];

    /// <summary>Begin a further thought wherever they stand behind a conjunction or a comma.</summary>
    private static readonly HashSet<string> Further = ["also", "additionally", "furthermore", "besides", "außerdem", "ausserdem", "zudem", "übrigens", "btw", "noch"];

    private static readonly HashSet<string> Asking =
    [
        "how", "where", "where's", "when", "when's", "what", "what's", "why", "who", "who's", "which", "whose", "how's", "can", "could", "may", "do", "does", "did", "is", "are", "will", "would", "should",
        "wie", "wo", "wann", "was", "warum", "wieso", "wer", "welche", "welcher", "welches", "wohin", "woher", "kann", "können", "könnten", "könnte", "ist", "sind", "gibt", "haben",
    ];

    private static readonly HashSet<string> Ordering =
        ["cancel", "change", "track", "show", "tell", "explain", "connect", "update", "stornieren", "storniere", "ändern", "sagen", "zeigen", "verbinden"];

    /// <summary>Two words that begin a wish.</summary>
    private static readonly HashSet<string> Wishing =
        ["i want", "i need", "i would", "i'd like", "i also", "i have", "please cancel", "please change", "please tell", "please show", "please explain", "please connect", "ich möchte", "ich will", "ich brauche", "ich hätte", "bitte stornieren", "bitte ändern"];

    /// <summary>"When does it arrive" speaks of what the sentence spoke of before.</summary>
    private static readonly HashSet<string> SameThing = ["it", "they", "this", "that", "these", "those", "sie", "es", "er", "das"];

    public static IEnumerable<string> Cut(string sentence)
    {
        var words = Words(sentence);
        var (start, since) = (0, 0);
        for (var i = 1; i < words.Count - 1; i++)
        {
            var next = Beginning(words, i);
            if (next < 0 || i - since < 2 || words.Count - next < 2) continue;
            yield return sentence[start..words[i].Start];
            (start, since) = (words[next].Start, next);
            i = next;
        }
        if (start < sentence.Length) yield return sentence[start..];
    }

    /// <summary>The word with which a request begins when a conjunction stands at <paramref name="at"/>; -1: none does.</summary>
    private static int Beginning(List<(string Word, int Start, bool AfterComma)> words, int at)
    {
        var afterComma = words[at].AfterComma;
        if (Further.Contains(words[at].Word) && afterComma) return at + 1;
        if (!Conjunctions.Contains(words[at].Word)) return -1;
        var next = at + 1;
        if (Further.Contains(words[next].Word)) return next + 1 < words.Count ? next + 1 : -1;
        var word = words[next].Word;
        var after = next + 1 < words.Count ? words[next + 1].Word : "";
        var then = next + 2 < words.Count ? words[next + 2].Word : "";
        if (Asking.Contains(word)) return SameThing.Contains(after) || (SameThing.Contains(then) && next + 3 < words.Count && words.Count - next <= 4) ? -1 : next;
        if (Wishing.Contains($"{word} {after}")) return next;
        return Ordering.Contains(word) && !SameThing.Contains(after) && after.Length > 0 ? next : -1;
    }

    private static List<(string Word, int Start, bool AfterComma)> Words(string sentence)
    {
        var words = new List<(string, int, bool)>();
        var (start, comma) = (-1, false);
        for (var i = 0; i <= sentence.Length; i++)
        {
            var inside = i < sentence.Length && !char.IsWhiteSpace(sentence[i]);
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            var raw = sentence[start..i];
            words.Add((raw.Trim(',', '.', '?', '!', ':', '(', ')', '"').ToLowerInvariant().Replace('’', '\''), start, comma));
            (comma, start) = (raw.EndsWith(','), -1);
        }
        return words;
    }
}
