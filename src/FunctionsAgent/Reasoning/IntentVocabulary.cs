namespace FunctionsAgent.Reasoning;

/// <summary>
/// The n-grams a classifier knows, each with its row and its weight (the rarer, the heavier). A text becomes a sparse vector: words and characters each of a fixed length,
/// in which what is unknown has its share, so that a text mostly unknown is short of everything and reaches nothing.
/// </summary>
/// <param name="hashes">Ascending; the row of an n-gram is its place here.</param>
/// <param name="rarities">Inverse document frequency, of the same rows.</param>
/// <param name="unknown">That of an n-gram in no text.</param>
internal sealed class IntentVocabulary(uint[] hashes, float[] rarities, float unknown)
{
    /// <summary>How much the character n-grams count beside the words.</summary>
    private const float CharacterShare = 0.6f;

    /// <summary>Above so many texts an n-gram that only one of them has is not kept: it costs memory and teaches nothing.</summary>
    private const int ManyTexts = 4_000;

    /// <summary>The row after the last n-gram: what every text has.</summary>
    private const float Bias = 0.3f;

    public uint[] Hashes => hashes;

    public float[] Rarities => rarities;

    public float Unknown => unknown;

    /// <summary>Rows, that of the bias included.</summary>
    public int Rows => hashes.Length + 1;

    /// <param name="texts">Whose n-grams are kept.</param>
    /// <param name="others">Which only tell how common an n-gram is.</param>
    public static IntentVocabulary Of(IReadOnlyList<IntentText> texts, IEnumerable<IntentText> others)
    {
        var frequency = new Dictionary<uint, int>();
        var count = texts.Count;
        foreach (var text in texts)
            foreach (var gram in text.Words.Concat(text.Characters)) frequency[gram.Hash] = frequency.GetValueOrDefault(gram.Hash) + 1;
        var hashes = frequency.Where(pair => texts.Count < ManyTexts || pair.Value > 1).Select(pair => pair.Key).ToArray();
        Array.Sort(hashes);
        foreach (var text in others)
        {
            count++;
            foreach (var gram in text.Words.Concat(text.Characters))
                if (frequency.TryGetValue(gram.Hash, out var before)) frequency[gram.Hash] = before + 1;
        }
        return new(hashes, Array.ConvertAll(hashes, hash => Rarity(count, frequency[hash])), Rarity(count, 0));
    }

    public SparseText Vector(IntentText text)
    {
        var rows = new List<int>(text.Words.Count + text.Characters.Count + 1);
        var values = new List<float>(rows.Capacity);
        var known = Add(text.Words, 1, rows, values);
        Add(text.Characters, CharacterShare, rows, values);
        rows.Add(hashes.Length);
        values.Add(Bias);
        return new([.. rows], [.. values], known);
    }

    /// <summary>The share of the family that is known.</summary>
    private float Add(List<Gram> grams, float length, List<int> rows, List<float> values)
    {
        var (first, all, known) = (rows.Count, 0d, 0d);
        foreach (var gram in grams)
        {
            var row = Array.BinarySearch(hashes, gram.Hash);
            var value = (gram.Count == 1 ? 1 : 1 + MathF.Log(gram.Count)) * (row < 0 ? unknown : rarities[row]);
            all += value * value;
            if (row < 0) continue;
            known += value * value;
            rows.Add(row);
            values.Add(value);
        }
        if (all == 0) return 0;
        var scale = (float)(length / Math.Sqrt(all));
        for (var i = first; i < values.Count; i++) values[i] *= scale;
        return (float)(known / all);
    }

    private static float Rarity(int texts, int with) => (float)(Math.Log((1d + texts) / (1 + with)) + 1);
}

/// <summary>A text taken apart, with no vocabulary yet.</summary>
internal sealed record IntentText(List<Gram> Words, List<Gram> Characters)
{
    public static IntentText Of(string text)
    {
        var (words, characters) = IntentGrams.Of(text);
        return new(words, characters);
    }
}

/// <param name="Rows">Of the vocabulary, that of the bias last.</param>
/// <param name="Known">Share of its words' n-grams that the vocabulary has, by weight, 0 to 1.</param>
internal sealed record SparseText(int[] Rows, float[] Values, float Known);
