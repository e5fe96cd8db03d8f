using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Articles to a segment. They come in any order, one at a time; what is kept of them are bytes and numbers.</summary>
internal sealed class IndexBuilder(TermsLanguage language)
{
    private readonly IndexVocabulary _vocabulary = new(language);
    private readonly ArrayBufferWriter<byte> _text = new();

    // Of every article id, title, owner, and then of each of its sections anchor, heading, text.
    private readonly List<int> _strings = [0];
    private readonly List<Entry> _articles = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    // Of every section in the order they came: its length, where its terms begin, and the terms.
    private readonly List<int> _lengths = [];
    private readonly List<int> _sections = [0];
    private readonly List<int> _terms = [];
    private readonly List<byte> _frequencies = [];

    /// <summary>A retired article is left out: nothing can find it.</summary>
    /// <exception cref="ArgumentException">An article of that id was added before.</exception>
    public void Add(Article article)
    {
        if (article.Retired) return;
        if (!_ids.TryAdd(article.Id, _articles.Count)) throw new ArgumentException($"Two articles are called '{article.Id}'.", nameof(article));
        _articles.Add(new(_strings.Count - 1, _lengths.Count, article.Sections.Length, AudienceSet(article.Audience), IndexSegment.Day(article.Review)));
        foreach (var text in (ReadOnlySpan<string>)[article.Id, article.Title, article.Owner ?? ""]) Keep(text);
        foreach (var section in article.Sections)
        {
            foreach (var text in (ReadOnlySpan<string>)[section.Anchor, section.Heading, section.Text]) Keep(text);
            _vocabulary.Add(article.Title, Bm25.Title);
            _vocabulary.Add(BelowTitle(section.Heading, article.Title), Bm25.Heading);
            _vocabulary.Add(section.Text, 1);
            _lengths.Add(_vocabulary.Take(_terms, _frequencies));
            _sections.Add(_terms.Count);
        }
    }

    /// <summary>The same articles give the same bytes, whatever order they came in.</summary>
    public IndexSegment Build()
    {
        var text = _text.WrittenSpan;
        var order = Enumerable.Range(0, _articles.Count).ToArray();
        Array.Sort(order, (one, other) => Id(one).SequenceCompareTo(Id(other)));
        ImmutableArray<string> audiences = [.. _articles.Select(a => a.Audiences).Append("").Distinct().Order(StringComparer.Ordinal)];
        var terms = _vocabulary.Ordered();
        var layout = new IndexLayout(
            language.Name, audiences.Length, _articles.Count, _lengths.Count, terms.Length, _terms.Count, terms.Sum(t => t.Letters.Length), text.Length + audiences.Sum(Encoding.UTF8.GetByteCount));
        var writer = new IndexWriter(layout);
        foreach (var set in audiences) writer.Text(Encoding.UTF8.GetBytes(set));
        foreach (var n in order)
            for (var part = 0; part < 3; part++) writer.Text(String(_articles[n].Strings + part));
        foreach (var n in order)
        {
            var article = _articles[n];
            writer.Article(audiences.BinarySearch(article.Audiences, StringComparer.Ordinal), article.Review);
            for (var part = 0; part < 3 * article.Sections; part++) writer.Text(String(article.Strings + 3 + part));
            for (var section = 0; section < article.Sections; section++) writer.Section(_lengths[article.Section + section]);
        }
        Invert(order, terms, writer);
        return writer.Finish();
    }

    /// <summary>From the terms of each section to the sections of each term, by counting.</summary>
    private void Invert(int[] order, ImmutableArray<IndexVocabulary.Entry> terms, IndexWriter writer)
    {
        var ends = new int[terms.Length + 1];
        foreach (var term in CollectionsMarshal.AsSpan(_terms)) ends[term + 1]++;
        for (var n = 1; n < ends.Length; n++) ends[n] += ends[n - 1];
        var starts = ends.AsSpan(0, terms.Length).ToArray();
        var (sections, frequencies) = (new int[_terms.Count], new byte[_terms.Count]);
        var number = 0;
        foreach (var n in order)
        {
            for (var section = _articles[n].Section; section < _articles[n].Section + _articles[n].Sections; section++, number++)
            {
                for (var at = _sections[section]; at < _sections[section + 1]; at++)
                {
                    var place = starts[_terms[at]]++;
                    (sections[place], frequencies[place]) = (number, _frequencies[at]);
                }
            }
        }
        foreach (var (letters, term) in terms)
        {
            writer.Term(letters);
            for (var at = ends[term]; at < ends[term + 1]; at++) writer.Posting(sections[at], frequencies[at]);
        }
    }

    private void Keep(string text)
    {
        Encoding.UTF8.GetBytes(text, _text);
        _strings.Add(_text.WrittenCount);
    }

    /// <summary>The title counts as a title, not once more as the outermost heading.</summary>
    private static string BelowTitle(string heading, string title) => heading.StartsWith(title, StringComparison.Ordinal) ? heading[title.Length..] : heading;

    private ReadOnlySpan<byte> Id(int article) => String(_articles[article].Strings);

    private ReadOnlySpan<byte> String(int n) => _text.WrittenSpan[_strings[n].._strings[n + 1]];

    private static string AudienceSet(ImmutableArray<string> audience) => audience.IsDefaultOrEmpty ? "" : string.Join('\n', audience.Distinct().Order(StringComparer.Ordinal));

    private readonly record struct Entry(int Strings, int Section, int Sections, string Audiences, int Review);
}
