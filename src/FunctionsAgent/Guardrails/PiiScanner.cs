using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Looks through a text for the types of personal data it was made for. Thread-safe; allocates nothing to speak of where nothing is found.</summary>
public sealed class PiiScanner
{
    private readonly ImmutableArray<PiiRecognizer> recognizers;

    /// <summary>The types customers write most: address, card, account, number, host.</summary>
    public static PiiScanner Everyday { get; } = new(PiiRecognizers.Everyday);

    /// <summary>Every type there is.</summary>
    public static PiiScanner All { get; } = new(PiiRecognizers.All);

    internal PiiScanner(ImmutableArray<PiiRecognizer> recognizers) => this.recognizers = recognizers;

    /// <param name="names">As <see cref="Known"/> has them.</param>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public PiiScanner(IEnumerable<string> names) =>
        recognizers = [.. names.Distinct(StringComparer.Ordinal).Select(name => PiiRecognizers.All.FirstOrDefault(known => known.Name == name) ?? throw new ArgumentException($"There is no recogniser '{name}'.", nameof(names)))];

    /// <summary>The names of all types.</summary>
    public static ImmutableArray<string> Known { get; } = [.. PiiRecognizers.All.Select(known => known.Name)];

    /// <summary>Types this scanner looks for, by their names in labelled data.</summary>
    public IEnumerable<string> Entities => recognizers.Select(known => known.Entity);

    /// <summary>What is personal, in its order. Where finds overlap they are one, of the type of the surest and longest.</summary>
    public ImmutableArray<PiiFind> Scan(string text)
    {
        List<PiiFind> finds = [];
        foreach (var recognizer in recognizers)
        {
            var first = finds.Count;
            recognizer.Find(text, finds);
            // Kept in place: a text of 10,000 doubtful numbers must not move the rest of the list 10,000 times.
            var kept = first;
            for (var i = first; i < finds.Count; i++)
                if (finds[i].Sure || recognizer.SpokenOf(text, finds[i])) finds[kept++] = finds[i];
            finds.RemoveRange(kept, finds.Count - kept);
        }
        return finds.Count == 0 ? [] : PiiOverlaps.Merge(finds);
    }

    /// <summary>Every place of the form, whether or not a word near it confirms it.</summary>
    public ImmutableArray<PiiFind> Forms(string text)
    {
        List<PiiFind> finds = [];
        foreach (var recognizer in recognizers) recognizer.Find(text, finds);
        return [.. finds];
    }
}
