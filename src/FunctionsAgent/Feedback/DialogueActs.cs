using System.Collections.Frozen;
using System.Text;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Tells words that ask for nothing from those that may. A closed vocabulary has to cover the whole text, word for word: one word
/// it does not know, and the text may be a request. Of several acts the one that matters most counts: unsolved, thanks, greeting.
/// </summary>
public static class DialogueActs
{
    /// <summary>Characters; whoever writes more says more.</summary>
    public const int MaxCharacters = 200;

    private const int MaxSignature = 3;

    private static readonly FrozenDictionary<string, Phrase> Phrases = Collect(DialogueWords.All);
    private static readonly int Longest = Phrases.Keys.Max(phrase => phrase.Count(c => c == ' ') + 1);

    private enum Phrase { Filler, Greeting, Closing, Confirms, Unsolved }

    /// <param name="text">All that the customer wrote before an answer.</param>
    public static DialogueAct Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters) return DialogueAct.None;
        var words = Words(text);
        if (words.Count == 0 || Whole(words) is not { } found) return DialogueAct.None;
        return found switch
        {
            Phrase.Greeting or Phrase.Closing => DialogueAct.Greeting,
            // "Did that help?" and "solved?" want to know something.
            _ when text.Contains('?', StringComparison.Ordinal) => DialogueAct.None,
            Phrase.Confirms => DialogueAct.Confirms,
            Phrase.Unsolved => DialogueAct.Unsolved,
            _ => DialogueAct.None,
        };
    }

    /// <summary>What matters most of phrases that cover all words; null where none do. From the end, so that each word is looked at a few times only.</summary>
    private static Phrase? Whole(List<(string Word, bool Capital)> words)
    {
        var rest = new Phrase?[words.Count + 1];
        rest[words.Count] = Phrase.Filler;
        for (var at = words.Count - 1; at >= 0; at--)
        {
            var text = "";
            for (var end = at + 1; end <= words.Count && end - at <= Longest; end++)
            {
                text = text.Length == 0 ? words[at].Word : $"{text} {words[end - 1].Word}";
                if (!Phrases.TryGetValue(text, out var phrase)) continue;
                var after = rest[end] ?? (phrase == Phrase.Closing && IsSignature(words, end) ? Phrase.Filler : null);
                if (after is { } follows && !(Max(phrase, follows) <= rest[at])) rest[at] = Max(phrase, follows);
            }
        }
        return rest[0];
    }

    private static Phrase Max(Phrase one, Phrase other) => one > other ? one : other;

    /// <summary>A name under a letter: what follows is short, and written as names are.</summary>
    private static bool IsSignature(List<(string Word, bool Capital)> words, int at) =>
        words.Count - at <= MaxSignature && words.Skip(at).All(word => word.Capital && word.Word.All(char.IsLetter));

    /// <summary>Small letters, no apostrophes, umlauts written out: "Doesn't" and "doesnt", "für" and "fuer" are the same.</summary>
    private static List<(string Word, bool Capital)> Words(string text)
    {
        var words = new List<(string, bool)>();
        var word = new StringBuilder();
        var capital = false;
        foreach (var c in Composed(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                if (word.Length == 0) capital = char.IsUpper(c);
                _ = char.ToLowerInvariant(c) switch
                {
                    'ä' => word.Append("ae"), 'ö' => word.Append("oe"), 'ü' => word.Append("ue"), 'ß' => word.Append("ss"), var small => word.Append(small),
                };
            }
            else if (c is not ('\'' or '\u2019' or '\u2018' or '`' or '\u00b4'))
            {
                End();
            }
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add((word.ToString(), capital));
            word.Clear();
        }
    }

    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: no word of ours.
            return text;
        }
    }

    private static FrozenDictionary<string, Phrase> Collect(IEnumerable<DialogueWords> locales)
    {
        var all = new Dictionary<string, Phrase>(StringComparer.Ordinal);
        foreach (var locale in locales)
            foreach (var (phrase, patterns) in new[] { (Phrase.Filler, locale.Fillers), (Phrase.Greeting, locale.Greetings), (Phrase.Closing, locale.Closings), (Phrase.Confirms, locale.Confirms), (Phrase.Unsolved, locale.Unsolved) })
                foreach (var text in patterns.SelectMany(Expand)) all.TryAdd(text, phrase);
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary><c>it|this still?</c> is four phrases: alternatives, and what may be missing. An underscore keeps words together.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        IEnumerable<string> phrases = [""];
        foreach (var slot in pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] choices = slot.EndsWith('?') ? [.. slot[..^1].Split('|'), ""] : slot.Split('|');
            phrases = [.. phrases.SelectMany(phrase => choices.Select(choice => choice.Length == 0 ? phrase : phrase.Length == 0 ? choice : $"{phrase} {choice}"))];
        }
        return phrases.Where(phrase => phrase.Length > 0).Select(phrase => phrase.Replace('_', ' '));
    }
}
