using System.Collections.Frozen;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace FunctionsAgent.Knowledge;

[Flags]
internal enum ClaimTermKind
{
    Content = 0, Stop = 1, Light = 2, Negation = 4, Condition = 8,

    /// <summary>A number with letters: a model, a part, an article.</summary>
    Code = 16,
}

/// <summary>The words of all articles as numbers: stems, with words of the same meaning as one; how many claims each is in, and how often it is written as a name.</summary>
internal sealed class ClaimTerms
{
    private readonly record struct Word(int Term, ClaimTermKind Kind);

    private readonly Dictionary<string, Word> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int[]> opposites = [];
    private readonly EnglishStemmer stemmer = new();
    private readonly List<int> claims = [], inside = [], capital = [];
    private readonly List<bool> codes = [];

    public ClaimTerms()
    {
        lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        Of("\u0001");
        foreach (var (word, others) in ClaimWords.Opposites) opposites[Id(word)] = [.. others.Select(Id)];
    }

    /// <summary>The term of a word in small letters, and what kind of word it is.</summary>
    public (int Term, ClaimTermKind Kind) Of(ReadOnlySpan<char> lower)
    {
        if (lookup.TryGetValue(lower, out var known)) return (known.Term, known.Kind);
        var word = lower.ToString();
        var kind = ClaimTermKind.Content;
        if (ClaimWords.Stop.Contains(word)) kind |= ClaimTermKind.Stop;
        if (ClaimWords.Light.Contains(word)) kind |= ClaimTermKind.Light;
        if (ClaimWords.Negations.Contains(word)) kind |= ClaimTermKind.Negation | ClaimTermKind.Stop;
        if (ClaimWords.Conditions.Contains(word)) kind |= ClaimTermKind.Condition | ClaimTermKind.Stop;
        if (word.AsSpan().ContainsAnyInRange('0', '9')) kind |= ClaimTermKind.Code;
        var term = Id(word);
        if (kind.HasFlag(ClaimTermKind.Code)) codes[term] = true;
        words[word] = new(term, kind);
        return (term, kind);
    }

    /// <summary>0 for what names no unit.</summary>
    public int Unit(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || word.Length > 40) return 0;
        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        var (term, kind) = Of(lower);
        return (kind & (ClaimTermKind.Stop | ClaimTermKind.Negation)) != 0 ? 0 : term;
    }

    /// <param name="isName">Written with a capital inside a sentence.</param>
    public void Seen(int term, bool isName)
    {
        inside[term]++;
        if (isName) capital[term]++;
    }

    public void Claimed(ReadOnlySpan<int> terms)
    {
        foreach (var term in terms) claims[term]++;
    }

    public int Claims(int term) => claims[term];

    /// <summary>Names one thing among others: mostly written with a capital, or a code.</summary>
    public bool IsName(int term) => codes[term] || (capital[term] > 0 && capital[term] * 10 >= inside[term] * 7);

    /// <summary>The rarer, the heavier: 1 for a word of every claim.</summary>
    public double Weight(int term, int total) => 1 + Math.Log((total + 1.0) / (claims[term] + 1.0));

    public bool Oppose(int one, int other) => opposites.TryGetValue(one, out var others) && others.Contains(other);

    public bool HasOpposite(int term) => opposites.ContainsKey(term);

    private int Id(string word)
    {
        var same = ClaimWords.Same.GetValueOrDefault(word) ?? Stem(word);
        if (ids.TryGetValue(same, out var id)) return id;
        id = ids[same] = ids.Count;
        claims.Add(0);
        inside.Add(0);
        capital.Add(0);
        codes.Add(false);
        return id;
    }

    private string Stem(string word)
    {
        stemmer.SetCurrent(word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word);
        return stemmer.Stem() ? stemmer.Current : word;
    }
}
