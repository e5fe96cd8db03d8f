using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>Several segments as one, without what was taken out of them: byte for byte what building it from the articles gives.</summary>
internal static class IndexMerge
{
    /// <param name="parts">No article stands in two of them, but for those taken out.</param>
    public static IndexSegment Of(string language, ImmutableArray<IndexPart> parts)
    {
        var articles = parts.SelectMany((part, p) => Enumerable.Range(0, part.Segment.Layout.Articles).Where(a => !part.Removed(a)).Select(a => (Part: p, Article: a))).ToArray();
        Array.Sort(articles, (one, other) => Id(one.Part, one.Article).SequenceCompareTo(Id(other.Part, other.Article)));
        ImmutableArray<string> audiences = [.. articles.Select(a => Set(a.Part, a.Article)).Append("").Distinct().Order(StringComparer.Ordinal)];
        var sections = Renumber(parts, articles, out var count);
        var writer = new IndexWriter(Measure());
        foreach (var set in audiences) writer.Text(System.Text.Encoding.UTF8.GetBytes(set));
        foreach (var (p, a) in articles)
            for (var part = 0; part < 3; part++) writer.Text(parts[p].Segment.Text(parts[p].Segment.ArticleText(a, part)));
        foreach (var (p, a) in articles)
        {
            var segment = parts[p].Segment;
            writer.Article(audiences.BinarySearch(Set(p, a), StringComparer.Ordinal), segment.Reviews[a]);
            for (var section = segment.FirstSections[a]; section < segment.FirstSections[a + 1]; section++)
            {
                for (var part = 0; part < 3; part++) writer.Text(segment.Text(segment.SectionText(section, part)));
                writer.Section(segment.SectionLengths[section]);
            }
        }
        var postings = new List<(int Section, byte Frequency)>();
        foreach (var (term, among) in IndexMergeTerms.Of(parts))
        {
            Collect(among, postings);
            if (postings.Count == 0) continue;
            writer.Term(term);
            foreach (var (section, frequency) in postings) writer.Posting(section, frequency);
        }
        return writer.Finish();

        ReadOnlySpan<byte> Id(int part, int article) => parts[part].Segment.Text(parts[part].Segment.ArticleText(article, 0));

        string Set(int part, int article) => parts[part].Segment.Audiences[article] is 0 ? "" : parts[part].Segment.String(parts[part].Segment.Audiences[article]);

        IndexLayout Measure()
        {
            var (terms, letters, entries) = (0, 0, 0);
            foreach (var (term, among) in IndexMergeTerms.Of(parts))
            {
                var with = among.Sum(one => Remaining(parts[one.Part].Segment.Postings(one.Term, out _), sections[one.Part]));
                if (with == 0) continue;
                terms++;
                (letters, entries) = (checked(letters + term.Length), checked(entries + with));
            }
            var text = audiences.Sum(System.Text.Encoding.UTF8.GetByteCount);
            foreach (var (p, a) in articles) text = checked(text + TextLength(parts[p].Segment, a));
            return new(language, audiences.Length, articles.Length, count, terms, entries, letters, text);
        }

        void Collect(List<(int Part, int Term)> among, List<(int Section, byte Frequency)> into)
        {
            into.Clear();
            foreach (var (part, term) in among)
            {
                var old = parts[part].Segment.Postings(term, out var frequencies);
                for (var n = 0; n < old.Length; n++)
                    if (sections[part][old[n]] is var number and >= 0) into.Add((number, frequencies[n]));
            }
            if (among.Count > 1) into.Sort(static (one, other) => one.Section.CompareTo(other.Section));
        }
    }

    /// <summary>Of every section of every part its new number; -1: taken out.</summary>
    private static int[][] Renumber(ImmutableArray<IndexPart> parts, (int Part, int Article)[] articles, out int count)
    {
        var numbers = parts.Select(part => new int[part.Segment.Layout.Sections]).ToArray();
        foreach (var one in numbers) Array.Fill(one, -1);
        count = 0;
        foreach (var (p, a) in articles)
        {
            var first = parts[p].Segment.FirstSections;
            for (var section = first[a]; section < first[a + 1]; section++) numbers[p][section] = count++;
        }
        return numbers;
    }

    private static int Remaining(ReadOnlySpan<int> sections, int[] numbers)
    {
        var count = 0;
        foreach (var section in sections)
            if (numbers[section] >= 0) count++;
        return count;
    }

    private static int TextLength(IndexSegment segment, int article)
    {
        var length = 0;
        for (var part = 0; part < 3; part++) length += segment.Text(segment.ArticleText(article, part)).Length;
        for (var section = segment.FirstSections[article]; section < segment.FirstSections[article + 1]; section++)
            for (var part = 0; part < 3; part++) length += segment.Text(segment.SectionText(section, part)).Length;
        return length;
    }
}
