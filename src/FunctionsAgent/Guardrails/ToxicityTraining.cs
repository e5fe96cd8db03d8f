using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>Learns to tell hate, offence and neither. Texts without a label are ordinary messages: nothing is learned from them but from which score on a reading is certain enough to act on.</summary>
internal static class ToxicityTraining
{
    /// <summary>The rule of the threshold: at most this share of held-back ordinary texts is taken for certainly toxic.</summary>
    public const double MostFalse = 0.001;

    private const int Bits = 18, Folds = 3;

    private const float Step = 0.05f, Widest = 1;

    /// <exception cref="FormatException">One of the three is missing.</exception>
    public static HashedModel Train(IReadOnlyList<(string Text, string Label)> labelled, IReadOnlyList<string> ordinary)
    {
        var missing = ToxicityModel.Classes.Except(labelled.Select(text => text.Label)).ToList();
        if (missing.Count > 0) throw new FormatException($"To learn what is toxic, texts of each label are needed; there is none of {string.Join(", ", missing)}.");
        var examples = labelled.Distinct().OrderBy(text => text.Text, StringComparer.Ordinal).ThenBy(text => text.Label, StringComparer.Ordinal)
            .Select(text => new HashedExample(text.Text, Array.IndexOf(ToxicityModel.Classes, text.Label))).ToList();
        var machines = new HashedTraining(ToxicityModel.Classes, Bits, Costs(examples));
        var dealt = TextClusters.Deal(examples.ConvertAll(example => example.Text), examples.ConvertAll(example => example.Class), Folds);
        var held = new List<(float[] Scores, int Class)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = machines.Train(examples.Where((_, i) => dealt[i] != fold));
            held.AddRange(examples.Where((_, i) => dealt[i] == fold).Select(example => (ToxicityModel.Scores(model, example.Text), example.Class)));
        }
        var whole = machines.Train(examples);
        float[] margins = [.. ordinary.Distinct().Select(text => ToxicityModel.Margin(ToxicityModel.Scores(whole, text))).OrderDescending()];
        return whole.Calibrated(Offsets(held), margins.Length == 0 ? Widest : MathF.BitIncrement(margins[(int)(MostFalse * margins.Length)]));
    }

    /// <summary>Rare classes count more, by the root of how rare they are: in full they would drown the rest.</summary>
    private static float[] Costs(List<HashedExample> examples) =>
        [.. ToxicityModel.Classes.Select((_, k) => 0.1f * MathF.Sqrt(examples.Count / (3f * examples.Count(example => example.Class == k)))), 0.1f];

    /// <summary>The offsets under which the mean of the classes' F1 is highest, on a grid; the first class has none. Of equal ones the smallest.</summary>
    private static float[] Offsets(List<(float[] Scores, int Class)> held)
    {
        var grid = Enumerable.Range(0, (int)(2 * Widest / Step) + 1).Select(i => i * Step - Widest).OrderBy(Math.Abs).ToList();
        var (best, highest) = (new float[3], -1d);
        foreach (var second in grid)
            foreach (var third in grid)
            {
                var confusion = new int[3, 3];
                foreach (var (scores, of) in held) confusion[of, ToxicityModel.Class(scores, [0, second, third])]++;
                var f1 = MacroF1(confusion);
                if (f1 > highest) (best, highest) = ([0, second, third], f1);
            }
        return best;
    }

    private static double MacroF1(int[,] confusion)
    {
        var sum = 0d;
        for (var k = 0; k < 3; k++)
        {
            var (right, of, said) = (confusion[k, k], 0, 0);
            for (var j = 0; j < 3; j++) (of, said) = (of + confusion[k, j], said + confusion[j, k]);
            sum += of + said == 0 ? 0 : 2d * right / (of + said);
        }
        return sum / 3;
    }
}
