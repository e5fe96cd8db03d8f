using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>A part of an index that never changes: views on one array of bytes. Articles stand by id, their sections in order, terms by their letters.</summary>
internal sealed class IndexSegment
{
    private const int NoReview = -1;
    private readonly byte[] _bytes;
    private readonly IndexLayout _layout;

    /// <param name="bytes">As <paramref name="layout"/> says, sealed.</param>
    public IndexSegment(IndexLayout layout, byte[] bytes)
    {
        (_layout, _bytes) = (layout, bytes);
        foreach (var length in SectionLengths) Length += length;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public IndexLayout Layout => _layout;

    /// <summary>Of all sections together, in terms.</summary>
    public long Length { get; }

    public ReadOnlySpan<int> FirstSections => Integers(IndexLayout.FirstSections, _layout.Articles + 1);

    public ReadOnlySpan<int> Audiences => Integers(_layout.ArticleAudiences, _layout.Articles);

    public ReadOnlySpan<int> Reviews => Integers(_layout.Reviews, _layout.Articles);

    public ReadOnlySpan<int> SectionArticles => Integers(_layout.SectionArticles, _layout.Sections);

    public ReadOnlySpan<int> SectionLengths => Integers(_layout.SectionLengths, _layout.Sections);

    public ReadOnlySpan<byte> Term(int term) => Slice(_layout.TermText, TermOffsets, term);

    public ReadOnlySpan<byte> Text(int text) => Slice(_layout.Text, StringOffsets, text);

    /// <summary>Of an article: 0 its id, 1 its title, 2 its owner.</summary>
    public int ArticleText(int article, int part) => _layout.Audiences + 3 * article + part;

    /// <summary>Of a section: 0 its anchor, 1 its heading, 2 its text.</summary>
    public int SectionText(int section, int part) => _layout.Audiences + 3 * _layout.Articles + 3 * section + part;

    /// <summary>The sections with a term, in order, and how often it stands in each.</summary>
    public ReadOnlySpan<int> Postings(int term, out ReadOnlySpan<byte> frequencies)
    {
        var (from, to) = (PostingOffsets[term], PostingOffsets[term + 1]);
        frequencies = _bytes.AsSpan(_layout.Frequencies + from, to - from);
        return Integers(_layout.PostingSections, _layout.Postings)[from..to];
    }

    /// <summary>A negative number where nobody wrote it.</summary>
    public int FindTerm(ReadOnlySpan<byte> term)
    {
        var (low, high) = (0, _layout.Terms - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Term(middle).SequenceCompareTo(term);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    /// <summary>A negative number when there is none of that id.</summary>
    public int FindArticle(ReadOnlySpan<byte> id)
    {
        var (low, high) = (0, _layout.Articles - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Text(ArticleText(middle, 0)).SequenceCompareTo(id);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    public string String(int text) => Encoding.UTF8.GetString(Text(text));

    public string? Owner(int article) => String(ArticleText(article, 2)) is { Length: > 0 } owner ? owner : null;

    public DateOnly? Review(int article) => Reviews[article] is var day && day == NoReview ? null : DateOnly.FromDayNumber(day);

    public ImmutableArray<string> AudienceSet(int set) => Text(set).IsEmpty ? [] : [.. String(set).Split('\n')];

    public Section Section(int section) => new(String(SectionText(section, 0)), String(SectionText(section, 1)), String(SectionText(section, 2)));

    public Article Article(int article) => new(
        String(ArticleText(article, 0)), String(ArticleText(article, 1)),
        [.. Enumerable.Range(FirstSections[article], FirstSections[article + 1] - FirstSections[article]).Select(Section)],
        Owner(article), Review(article), AudienceSet(Audiences[article]));

    public static int Day(DateOnly? review) => review?.DayNumber ?? NoReview;

    /// <exception cref="FormatException">A place that is named does not exist.</exception>
    public void Check()
    {
        var sound = Ascending(FirstSections, _layout.Sections) && Ascending(TermOffsets, _layout.TermBytes) && Ascending(PostingOffsets, _layout.Postings)
            && Ascending(StringOffsets, _layout.TextBytes) && Below(SectionArticles, _layout.Articles) && Below(Audiences, _layout.Audiences)
            && Below(Integers(_layout.PostingSections, _layout.Postings), _layout.Sections);
        if (!sound) throw new FormatException("The knowledge index is damaged: a place it names does not exist.");
    }

    private ReadOnlySpan<int> TermOffsets => Integers(_layout.TermOffsets, _layout.Terms + 1);

    private ReadOnlySpan<int> PostingOffsets => Integers(_layout.PostingOffsets, _layout.Terms + 1);

    private ReadOnlySpan<int> StringOffsets => Integers(_layout.StringOffsets, _layout.Strings + 1);

    private ReadOnlySpan<int> Integers(int at, int count) => MemoryMarshal.Cast<byte, int>(_bytes.AsSpan(at, 4 * count));

    private ReadOnlySpan<byte> Slice(int at, ReadOnlySpan<int> offsets, int n) => _bytes.AsSpan(at + offsets[n], offsets[n + 1] - offsets[n]);

    private static bool Ascending(ReadOnlySpan<int> offsets, int end)
    {
        if (offsets[0] != 0 || offsets[^1] != end) return false;
        for (var n = 1; n < offsets.Length; n++)
            if (offsets[n] < offsets[n - 1]) return false;
        return true;
    }

    private static bool Below(ReadOnlySpan<int> numbers, int limit)
    {
        // As unsigned numbers the negative ones are the largest.
        var largest = 0u;
        foreach (var number in numbers) largest = Math.Max(largest, (uint)number);
        return numbers.IsEmpty || largest < (uint)limit;
    }
}
