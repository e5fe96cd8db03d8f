namespace FunctionsAgent.Knowledge;

/// <summary>Adds what one term gives to each section that has it, and to each article as a whole.</summary>
internal static class IndexScores
{
    public static void Add(IndexSegment segment, ReadOnlySpan<byte> term, float weight, float average, float articleAverage, Span<float> sections, Span<float> articles)
    {
        var number = segment.FindTerm(term);
        if (number < 0) return;
        var postings = segment.Postings(number, out var frequencies);
        var lengths = segment.SectionLengths;
        var owners = segment.SectionArticles;
        var first = segment.FirstSections;
        for (var n = 0; n < postings.Length;)
        {
            // The sections of an article stand side by side.
            var article = owners[postings[n]];
            var end = first[article + 1];
            var together = 0;
            for (; n < postings.Length && postings[n] < end; n++)
            {
                sections[postings[n]] += weight * Bm25.Share(frequencies[n], lengths[postings[n]], average);
                together += frequencies[n];
            }
            articles[article] += weight * Bm25.Share(together, Length(lengths[first[article]..end]), articleAverage);
        }
    }

    private static float Length(ReadOnlySpan<int> sections)
    {
        var length = 0;
        foreach (var section in sections) length += section;
        return length;
    }
}
