using System.Collections.Frozen;
using System.Collections.Immutable;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>
/// Named phrases: groups of words of which one each must follow in order, with at most so many words between. A line is <c>name: word word | ~3 word word ! word word</c>; the words after the mark,
/// near the place, say that it is not meant. <c>#</c> begins a comment. One pass over the text, whatever it says. Safe for many threads.
/// </summary>
internal sealed class PhraseRules
{
    /// <summary>Words before and after the last word of a phrase among which those that unsay it are looked for.</summary>
    private const int UnlessBefore = 10, UnlessAfter = 5;

    private readonly ImmutableArray<Phrase> phrases;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> places;
    private readonly Place[] groups;

    /// <param name="lines">In the form above.</param>
    /// <exception cref="FormatException">A line is not of that form.</exception>
    public PhraseRules(IEnumerable<string> lines)
    {
        var (all, places) = (new List<Place>(), new Dictionary<string, List<int>>(StringComparer.Ordinal));
        var read = ImmutableArray.CreateBuilder<Phrase>();
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#')) continue;
            if (line.Split(':', 2) is not [var name, var rest]) throw new FormatException($"A phrase has a name before a colon: {line}");
            var parts = rest.Split('!', 2);
            var steps = parts[0].Split('|');
            for (var step = 0; step < steps.Length; step++)
            {
                var words = steps[step].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var gap = words is [['~', .. var number], ..] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : 0;
                foreach (var word in words.Where(word => word[0] != '~').SelectMany(Folded).Distinct())
                    (places.TryGetValue(word, out var at) ? at : places[word] = []).Add(all.Count);
                all.Add(new(read.Count, step == 0, step == steps.Length - 1, gap + 1));
            }
            read.Add(new(name.Trim(), parts.Length < 2 ? [] : parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Folded).ToFrozenSet(StringComparer.Ordinal)));
        }
        (phrases, groups) = (read.ToImmutable(), [.. all]);
        // The last group first: one word does not stand for two groups in a row.
        this.places = places.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.OrderDescending().ToArray(), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static PhraseRules Embedded(string file)
    {
        using var reader = new StreamReader(typeof(PhraseRules).Assembly.GetManifestResourceStream($"FunctionsAgent.Guardrails.{file}") ?? throw new InvalidOperationException($"{file} is not embedded."));
        return new(reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries));
    }

    /// <summary>Adds the names of those that occur, each once.</summary>
    public void Find(FoldedText text, ICollection<string> found)
    {
        // The place after the group's last word; 0: not yet.
        var reached = groups.Length <= 512 ? stackalloc int[groups.Length] : new int[groups.Length];
        reached.Clear();
        for (var i = 0; i < text.Count; i++)
        {
            if (!places.TryGetValue(text.Word(i), out var at)) continue;
            foreach (var group in at)
            {
                var place = groups[group];
                if (!place.First && (reached[group - 1] == 0 || i + 1 - reached[group - 1] > place.Within)) continue;
                reached[group] = i + 1;
                var phrase = phrases[place.Phrase];
                if (place.Last && !Unsaid(text, i, phrase) && !found.Contains(phrase.Name)) found.Add(phrase.Name);
            }
        }
    }

    private static bool Unsaid(FoldedText text, int at, Phrase phrase)
    {
        if (phrase.Unless.Count == 0) return false;
        var unless = phrase.Unless.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = Math.Max(0, at - UnlessBefore); i < Math.Min(text.Count, at + UnlessAfter + 1); i++)
            if (unless.Contains(text.Word(i))) return true;
        return false;
    }

    private static IEnumerable<string> Folded(string word)
    {
        using var folded = FoldedText.Of(word);
        return [.. Enumerable.Range(0, folded.Count).Select(i => folded.Word(i).ToString())];
    }

    private sealed record Phrase(string Name, FrozenSet<string> Unless);

    /// <param name="Within">So many words after the group before it at most.</param>
    private readonly record struct Place(int Phrase, bool First, bool Last, int Within);
}
