namespace FunctionsAgent.Reasoning;

/// <summary>
/// Linear machines over hashed n-grams: a table of fixed size, one byte a weight and one for how rare the n-gram is, so that a text costs a look-up an n-gram and the model some hundred kilobytes.
/// A long text is read in windows that overlap by half. Safe for many threads.
/// </summary>
/// <param name="classes">In ordinal order.</param>
/// <param name="bits">The table has 2^bits rows.</param>
/// <param name="rarities">A row's inverse document frequency, in steps of <see cref="RarityStep"/>.</param>
/// <param name="weights">Row by row, in signed squares: see <see cref="Steps"/>.</param>
/// <param name="scales">Each class's largest weight.</param>
/// <param name="biases">Of the classes.</param>
internal sealed class HashedModel(string[] classes, int bits, byte[] rarities, sbyte[] weights, float[] scales, float[] biases)
{
    /// <summary>Words of a window.</summary>
    public const int Window = 48;

    /// <summary>How much the character n-grams count beside the words.</summary>
    public const float CharacterShare = 0.8f;

    public const float RarityStep = 1 / 16f;

    /// <summary>What every text has.</summary>
    public const float Bias = 0.3f;

    private static readonly float[] Squares = [.. Enumerable.Range(0, 256).Select(i => (sbyte)i / 127f).Select(x => x * Math.Abs(x))];

    public string[] Classes => classes;

    public int Bits => bits;

    public byte[] Rarities => rarities;

    public sbyte[] Weights => weights;

    public float[] Scales => scales;

    public float[] Biases => biases;

    /// <summary>What each class's score is raised by where the classes are compared; from held-back texts.</summary>
    public required float[] Offsets { get; init; }

    /// <summary>From which score on a reading is acted on; from held-back texts.</summary>
    public required float Threshold { get; init; }

    /// <summary>Small weights keep their digits: the square root is what is rounded.</summary>
    public static sbyte Steps(float weight, float scale) => scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(MathF.Sqrt(Math.Abs(weight) / scale) * 127 * Math.Sign(weight));

    /// <summary>The windows of a text of so many words: each half over the one before; none of no words.</summary>
    public static IEnumerable<(int From, int To)> Windows(int words)
    {
        for (var from = 0; from < words; from += Window / 2)
        {
            yield return (from, Math.Min(from + Window, words));
            if (from + Window >= words) yield break;
        }
    }

    /// <summary>The same machines with what held-back texts taught about their scores.</summary>
    public HashedModel Calibrated(float[] offsets, float threshold) => new(classes, bits, rarities, weights, scales, biases) { Offsets = offsets, Threshold = threshold };

    /// <param name="scores">Of the classes; above 0 a machine says yes.</param>
    public void Score(HashedGrams grams, Span<float> scores)
    {
        biases.CopyTo(scores);
        Add(grams.Words, 1, scores);
        Add(grams.Characters, CharacterShare, scores);
    }

    private void Add(ReadOnlySpan<int> rows, float length, Span<float> scores)
    {
        Span<float> sums = stackalloc float[scores.Length];
        sums.Clear();
        var all = 0f;
        foreach (var row in rows)
        {
            var rarity = rarities[row] * RarityStep;
            all += rarity * rarity;
            var at = row * sums.Length;
            for (var k = 0; k < sums.Length; k++) sums[k] += rarity * Squares[(byte)weights[at + k]];
        }
        if (all == 0) return;
        var factor = length / MathF.Sqrt(all);
        for (var k = 0; k < sums.Length; k++) scores[k] += sums[k] * scales[k] * factor;
    }
}
