using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Numbers the terms of what is indexed as they come, and counts them in one section at a time. A word is stemmed once.</summary>
internal sealed class IndexVocabulary
{
    private const int StopWord = -1;
    private readonly Terms _terms;
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    // Of the section at hand: how often each term stands in it, weighted, and which do.
    private readonly List<int> _counts = [];
    private readonly List<int> _seen = [];
    private int _length;

    public IndexVocabulary(TermsLanguage language)
    {
        _terms = new(language);
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Add(string text, int weight)
    {
        var reader = new TermsReader(TermsReader.Normal(text), stackalloc char[TermsReader.Longest]);
        while (reader.MoveNext())
        {
            var term = Number(reader.Current);
            if (term == StopWord) continue;
            if (_counts[term] == 0) _seen.Add(term);
            _counts[term] += weight;
            _length++;
        }
    }

    /// <summary>Ends the section: its terms and their frequencies go to the lists, the number of its words is returned.</summary>
    public int Take(List<int> terms, List<byte> frequencies)
    {
        var counts = CollectionsMarshal.AsSpan(_counts);
        foreach (var term in _seen)
        {
            terms.Add(term);
            frequencies.Add((byte)Math.Min(counts[term], byte.MaxValue));
            counts[term] = 0;
        }
        var length = _length;
        _length = 0;
        _seen.Clear();
        return length;
    }

    /// <summary>All terms by their letters in UTF-8.</summary>
    public ImmutableArray<Entry> Ordered()
    {
        var entries = _numbers.Select(pair => new Entry(Encoding.UTF8.GetBytes(pair.Key), pair.Value)).ToArray();
        Array.Sort(entries, (one, other) => one.Letters.AsSpan().SequenceCompareTo(other.Letters));
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    private int Number(ReadOnlySpan<char> word)
    {
        if (_lookup.TryGetValue(word, out var known)) return known;
        var number = StopWord;
        if (_terms.Of(word.ToString()) is { } term && !_numbers.TryGetValue(term, out number))
        {
            _numbers.Add(term, number = _numbers.Count);
            _counts.Add(0);
        }
        _lookup[word] = number;
        return number;
    }

    /// <param name="Number">In the order they came.</param>
    public readonly record struct Entry(byte[] Letters, int Number);
}
