namespace FunctionsAgent.Reasoning;

/// <summary>From labelled texts to machines over hashed n-grams, by the same training as that of intents; each window of a text is an example of the text's class.</summary>
/// <param name="classes">In ordinal order.</param>
/// <param name="bits">Rows of the table, as a power of two.</param>
/// <param name="costs">What an example of each class counts; the last: one of no class.</param>
internal sealed class HashedTraining(string[] classes, int bits, float[] costs)
{
    public string[] Classes => classes;

    /// <summary>The same texts give the same machines, in whatever order and however often each. Their offsets are 0.</summary>
    public HashedModel Train(IEnumerable<HashedExample> examples)
    {
        var (rows, of, weights) = Windows([.. examples.Distinct().OrderBy(example => example.Class).ThenBy(example => example.Text, StringComparer.Ordinal)]);
        var rarities = Rarities(rows);
        var machines = LinearTraining.Train(rows.ConvertAll(window => Vector(window, rarities)), [.. of], [.. weights], classes.Length, (1 << bits) + 1);
        return Rounded(machines, rarities);
    }

    private (List<(int[] Words, int[] Characters)> Windows, List<int> Classes, List<float> Costs) Windows(List<HashedExample> examples)
    {
        var (windows, of, weights) = (new List<(int[], int[])>(examples.Count), new List<int>(examples.Count), new List<float>(examples.Count));
        using var grams = new HashedGrams(bits);
        foreach (var example in examples)
        {
            using var folded = FoldedText.Of(example.Text);
            var parts = HashedModel.Windows(folded.Count).ToList();
            foreach (var (from, to) in parts)
            {
                grams.Read(folded, from, to);
                windows.Add((grams.Words.ToArray(), grams.Characters.ToArray()));
                of.Add(example.Class);
                // A long text says more than a short one, though not by as much as it is longer.
                weights.Add(costs[example.Class < 0 ? ^1 : example.Class] / MathF.Sqrt(parts.Count));
            }
        }
        return (windows, of, weights);
    }

    private byte[] Rarities(List<(int[] Words, int[] Characters)> windows)
    {
        var frequency = new int[1 << bits];
        foreach (var (words, characters) in windows)
        {
            foreach (var row in words) frequency[row]++;
            foreach (var row in characters) frequency[row]++;
        }
        return Array.ConvertAll(frequency, with => (byte)Math.Round((Math.Log((1d + windows.Count) / (1 + with)) + 1) / HashedModel.RarityStep));
    }

    private SparseText Vector((int[] Words, int[] Characters) window, byte[] rarities)
    {
        int[] rows = [.. window.Words, .. window.Characters, 1 << bits];
        var values = new float[rows.Length];
        Fill(window.Words, 1, values.AsSpan(0, window.Words.Length), rarities);
        Fill(window.Characters, HashedModel.CharacterShare, values.AsSpan(window.Words.Length, window.Characters.Length), rarities);
        values[^1] = HashedModel.Bias;
        return new(rows, values, 1);
    }

    private static void Fill(int[] rows, float length, Span<float> values, byte[] rarities)
    {
        var all = 0f;
        for (var i = 0; i < rows.Length; i++) all += (values[i] = rarities[rows[i]] * HashedModel.RarityStep) * values[i];
        if (all == 0) return;
        var factor = length / MathF.Sqrt(all);
        foreach (ref var value in values) value *= factor;
    }

    private HashedModel Rounded(LinearMachines machines, byte[] rarities)
    {
        var (count, rows) = (classes.Length, 1 << bits);
        var (scales, biases, steps) = (new float[count], new float[count], new sbyte[rows * count]);
        for (var k = 0; k < count; k++)
        {
            for (var row = 0; row < rows; row++) scales[k] = Math.Max(scales[k], Math.Abs(machines.Weight(row, k)));
            for (var row = 0; row < rows; row++) steps[row * count + k] = HashedModel.Steps(machines.Weight(row, k), scales[k]);
            biases[k] = machines.Weight(rows, k) * HashedModel.Bias;
        }
        return new(classes, bits, rarities, steps, scales, biases) { Offsets = new float[count], Threshold = 0 };
    }
}
