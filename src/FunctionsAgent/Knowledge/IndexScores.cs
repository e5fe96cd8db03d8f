namespace FunctionsAgent.Knowledge;

/// <summary>Adds what one term gives to each section that has it.</summary>
internal static class IndexScores
{
    public static void Add(IndexSegment segment, ReadOnlySpan<byte> term, float weight, float average, Span<float> scores)
    {
        var number = segment.FindTerm(term);
        if (number < 0) return;
        var postings = segment.Postings(number, out var frequencies);
        var lengths = segment.SectionLengths;
        for (var n = 0; n < postings.Length; n++) scores[postings[n]] += weight * Bm25.Share(frequencies[n], lengths[postings[n]], average);
    }
}
