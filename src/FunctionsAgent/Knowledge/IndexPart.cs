using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>A segment, and which of its articles are no longer the knowledge's.</summary>
/// <param name="Out">Numbers of articles, ascending.</param>
internal sealed record IndexPart(IndexSegment Segment, ImmutableArray<int> Out)
{
    private readonly ImmutableHashSet<int> _out = [.. Out];

    public int Articles => Segment.Layout.Articles - Out.Length;

    /// <summary>Sections that can be found.</summary>
    public int Sections { get; } = Segment.Layout.Sections - Out.Sum(a => Segment.FirstSections[a + 1] - Segment.FirstSections[a]);

    /// <summary>Of those sections together, in terms.</summary>
    public long Length { get; } = Segment.Length - Out.Sum(a => Sum(Segment.SectionLengths[Segment.FirstSections[a]..Segment.FirstSections[a + 1]]));

    public bool Removed(int article) => !Out.IsEmpty && _out.Contains(article);

    public IndexPart Without(int article) => new(Segment, Out.Insert(~Out.BinarySearch(article), article));

    /// <summary>How many sections that can be found have a term: scores are then those of an index built without what is out.</summary>
    public int With(ReadOnlySpan<int> postings)
    {
        var count = postings.Length;
        foreach (var article in Out)
        {
            var (from, to) = (Segment.FirstSections[article], Segment.FirstSections[article + 1]);
            count -= Below(postings, to) - Below(postings, from);
        }
        return count;
    }

    private static int Below(ReadOnlySpan<int> postings, int section)
    {
        var place = postings.BinarySearch(section);
        return place < 0 ? ~place : place;
    }

    private static long Sum(ReadOnlySpan<int> lengths)
    {
        var sum = 0L;
        foreach (var length in lengths) sum += length;
        return sum;
    }
}
