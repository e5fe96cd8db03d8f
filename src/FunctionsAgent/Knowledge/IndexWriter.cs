using System.Runtime.InteropServices;

namespace FunctionsAgent.Knowledge;

/// <summary>Fills a segment from front to back: audiences, articles each with its sections, terms each with its postings; then it is sealed.</summary>
internal sealed class IndexWriter(IndexLayout layout)
{
    private readonly byte[] _bytes = layout.Allocate();
    private int _article;
    private int _section;
    private int _string;
    private int _text;
    private int _term;
    private int _letters;
    private int _posting;

    /// <summary>Audiences first; then of every article id, title, owner; then of every section anchor, heading, text.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        Integer(layout.StringOffsets, _string++) = _text;
        text.CopyTo(_bytes.AsSpan(layout.Text + _text));
        _text += text.Length;
    }

    public void Article(int audience, int review)
    {
        Integer(IndexLayout.FirstSections, _article) = _section;
        Integer(layout.ArticleAudiences, _article) = audience;
        Integer(layout.Reviews, _article++) = review;
    }

    /// <summary>Of the article before it.</summary>
    public void Section(int length)
    {
        Integer(layout.SectionArticles, _section) = _article - 1;
        Integer(layout.SectionLengths, _section++) = length;
    }

    public void Term(ReadOnlySpan<byte> term)
    {
        Integer(layout.TermOffsets, _term) = _letters;
        Integer(layout.PostingOffsets, _term++) = _posting;
        term.CopyTo(_bytes.AsSpan(layout.TermText + _letters));
        _letters += term.Length;
    }

    /// <summary>Of the term before it.</summary>
    public void Posting(int section, byte frequency)
    {
        Integer(layout.PostingSections, _posting) = section;
        _bytes[layout.Frequencies + _posting++] = frequency;
    }

    public IndexSegment Finish()
    {
        Integer(IndexLayout.FirstSections, _article) = _section;
        Integer(layout.TermOffsets, _term) = _letters;
        Integer(layout.PostingOffsets, _term) = _posting;
        Integer(layout.StringOffsets, _string) = _text;
        layout.Seal(_bytes);
        return new(layout, _bytes);
    }

    private ref int Integer(int array, int n) => ref MemoryMarshal.Cast<byte, int>(_bytes.AsSpan(array + 4 * n, 4))[0];
}
