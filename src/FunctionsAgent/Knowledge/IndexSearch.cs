using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>One query over all parts of an index: every section with a word of it gets a score, then the best that the reader may see are taken.</summary>
internal sealed class IndexSearch(ImmutableArray<IndexPart> parts, Terms terms)
{
    private readonly int _sections = parts.Sum(p => p.Sections);
    private readonly float _average = Average(parts.Sum(p => p.Length), parts.Sum(p => p.Sections));

    /// <param name="Term">In UTF-8.</param>
    /// <param name="Weight">What having it is worth.</param>
    public readonly record struct Wanted(byte[] Term, float Weight);

    /// <param name="Part">Which of the parts.</param>
    public readonly record struct Found(int Part, int Section, float Score);

    /// <summary>The query's terms, each once, in the order of the query.</summary>
    public ImmutableArray<Wanted> Read(string query)
    {
        var counts = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, term) in terms.In(query)) counts[term] = counts.GetValueOrDefault(term) + 1;
        return [.. counts.Select(pair => (Term: Encoding.UTF8.GetBytes(pair.Key), pair.Value)).Select(pair => new Wanted(pair.Term, Weight(pair.Term) * Bm25.InQuery(pair.Value)))];
    }

    /// <summary>How much a term tells: the rarer, the more.</summary>
    public float Weight(ReadOnlySpan<byte> term)
    {
        var with = 0;
        foreach (var part in parts)
            if (part.Segment.FindTerm(term) is var number and >= 0) with += part.With(part.Segment.Postings(number, out _));
        return Bm25.Weight(_sections, with);
    }

    /// <summary>The best first; equal ones by article and place.</summary>
    public List<Found> Best(ImmutableArray<Wanted> wanted, Reader reader, int take)
    {
        var best = new IndexBest(take, (one, other) => Compare(parts[one.Part].Segment, one.Section, parts[other.Part].Segment, other.Section));
        for (var part = 0; part < parts.Length; part++) Score(part, wanted, reader, best);
        return best.Ordered();
    }

    private void Score(int number, ImmutableArray<Wanted> wanted, Reader reader, IndexBest best)
    {
        var part = parts[number];
        var layout = part.Segment.Layout;
        var scores = Rent(layout.Sections);
        foreach (var (term, weight) in wanted) IndexScores.Add(part.Segment, term, weight, _average, scores);
        var seen = Enumerable.Range(0, layout.Audiences).Select(set => Sees(reader, part.Segment.AudienceSet(set))).ToArray();
        var articles = part.Segment.SectionArticles;
        var audiences = part.Segment.Audiences;
        for (var section = 0; section < layout.Sections; section++)
        {
            if (scores[section] > best.Threshold && seen[audiences[articles[section]]] && !part.Removed(articles[section])) best.Offer(new(number, section, scores[section]));
        }
        ArrayPool<float>.Shared.Return(scores);
    }

    private static bool Sees(Reader reader, ImmutableArray<string> audience) => audience.IsEmpty || audience.Any(one => reader.Audiences.Contains(one, StringComparer.Ordinal));

    private static float[] Rent(int length)
    {
        var scores = ArrayPool<float>.Shared.Rent(Math.Max(1, length));
        Array.Clear(scores, 0, length);
        return scores;
    }

    private static int Compare(IndexSegment one, int section, IndexSegment other, int otherSection)
    {
        var (article, otherArticle) = (one.SectionArticles[section], other.SectionArticles[otherSection]);
        var order = one.Text(one.ArticleText(article, 0)).SequenceCompareTo(other.Text(other.ArticleText(otherArticle, 0)));
        return order != 0 ? order : section.CompareTo(otherSection);
    }

    private static float Average(long length, int count) => count == 0 || length == 0 ? 1 : (float)((double)length / count);
}
