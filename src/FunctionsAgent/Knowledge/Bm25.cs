namespace FunctionsAgent.Knowledge;

/// <summary>Okapi BM25 with fields (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, §3.6): a word in a title or heading counts as several of the text.</summary>
/// <remarks>
/// The unit is the section: an article that is about something in one place is found by that place. A share of the whole article's score was tried and found less.
/// Single precision, summed in the order of the query's words: the same content and query give the same scores on every machine.
/// </remarks>
internal static class Bm25
{
    /// <summary>How soon more of the same word stops telling more.</summary>
    public const float K1 = 1.2f;

    /// <summary>How much a long section has to have more of a word.</summary>
    public const float B = 0.75f;

    /// <summary>How soon a word repeated in the query stops telling more.</summary>
    private const float K3 = 8f;

    /// <summary>One word of the title counts as so many of the text.</summary>
    public const int Title = 3;

    /// <summary>One word of the headings counts as so many of the text.</summary>
    public const int Heading = 2;

    /// <param name="sections">All there are.</param>
    /// <param name="with">Those with the word; 0: nobody wrote it.</param>
    public static float Weight(int sections, int with) => (float)Math.Log(1 + (sections - with + 0.5) / (with + 0.5));

    /// <param name="frequency">Weighted occurrences.</param>
    /// <param name="length">Number of terms.</param>
    public static float Share(float frequency, float length, float average) => frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average));

    public static float InQuery(int times) => times * (K3 + 1) / (times + K3);
}
