namespace FunctionsAgent.Reasoning;

/// <summary>
/// Trains one-versus-rest machines with squared hinge loss and L2 regularisation by dual coordinate descent
/// (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008), all classes in one sweep.
/// </summary>
internal static class LinearTraining
{
    private const float Cost = 2, PositiveCost = 4;

    /// <summary>Many texts need few sweeps; few may contradict each other, which takes longest to settle, and cost little.</summary>
    private const int ManyTexts = 1_000, SweepsOfMany = 12, SweepsOfFew = 100;

    /// <summary>A dual that moves less is settled.</summary>
    private const float Settled = 0.001f;

    /// <summary>Classes that are worth a processor of their own.</summary>
    private const int SmallestBlock = 32;

    /// <param name="classes">Of the texts, 0 and up; -1: of no class, an example against all.</param>
    /// <param name="costs">How much each text counts, 1 as a rule.</param>
    public static LinearMachines Train(IReadOnlyList<SparseText> texts, int[] classes, float[] costs, int count, int height)
    {
        var stride = LinearMachines.StrideOf(count);
        var weights = new float[checked(height * stride)];
        var norms = texts.Select(text => text.Values.Sum(value => value * value)).ToArray();
        // Each block of classes is a problem of its own: the blocks may run at once, and nothing depends on how many do.
        var lanes = stride < 2 * SmallestBlock ? stride : LinearMachines.StrideOf((stride + 1) / 2);
        Parallel.For(0, (stride + lanes - 1) / lanes, block => TrainBlock(block * lanes, Math.Min(lanes, stride - block * lanes)));
        return new(count, stride, weights);

        void TrainBlock(int first, int width)
        {
            var duals = new float[texts.Count * width];
            var order = Enumerable.Range(0, texts.Count).ToArray();
            // Seeded: the same package gives the same machines.
            var random = new Sequence(20_080_705);
            var steps = new float[width];
            var largest = float.MaxValue;
            for (var sweep = 0; sweep < (texts.Count < ManyTexts ? SweepsOfFew : SweepsOfMany) && largest > Settled; sweep++)
            {
                largest = 0;
                random.Shuffle(order);
                foreach (var i in order)
                {
                    var (rows, values) = (texts[i].Rows, texts[i].Values);
                    Array.Clear(steps);
                    for (var n = 0; n < rows.Length; n++) LinearMachines.AddScaled(values[n], weights.AsSpan(rows[n] * stride + first, width), steps);
                    var (own, ownSlack, slack) = (classes[i] - first, 0.5f / (costs[i] * PositiveCost), 0.5f / (costs[i] * Cost));
                    var moved = 0f;
                    var dual = duals.AsSpan(i * width, width);
                    for (var k = 0; k < width; k++)
                    {
                        var (sign, give) = k == own ? (1f, ownSlack) : (-1f, slack);
                        var next = Math.Max(dual[k] - (sign * steps[k] - 1 + dual[k] * give) / (norms[i] + give), 0);
                        steps[k] = (next - dual[k]) * sign;
                        dual[k] = next;
                        moved = Math.Max(moved, Math.Abs(steps[k]));
                    }
                    largest = Math.Max(largest, moved);
                    if (moved == 0) continue;
                    for (var n = 0; n < rows.Length; n++) LinearMachines.AddScaled(values[n], steps, weights.AsSpan(rows[n] * stride + first, width));
                }
            }
        }
    }

    /// <summary>A generator of our own (SplitMix64): that of the framework may change with its version.</summary>
    private struct Sequence(ulong state)
    {
        public void Shuffle(int[] items)
        {
            for (var i = items.Length - 1; i > 0; i--)
            {
                var j = (int)(Next() % (ulong)(i + 1));
                (items[i], items[j]) = (items[j], items[i]);
            }
        }

        private ulong Next()
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
