using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>Learns to tell texts that talk to the model instead of the agent's business (1) from ordinary ones (0).</summary>
internal static class InjectionTraining
{
    /// <summary>
    /// The rule of the threshold: the lowest at which, of held-back ordinary texts, at most this share is taken for an attack. Long texts have many windows, of which one is enough,
    /// and are fewer: they have a threshold of their own.
    /// </summary>
    private const double MostFalse = 0.0005, MostFalseOfLong = 0.005;

    private const int Bits = 18, Folds = 3;

    /// <summary>Attacks are few beside ordinary texts.</summary>
    private static readonly HashedTraining Machines = new(["injection"], Bits, [3, 1]);

    /// <exception cref="FormatException">There are none of one kind.</exception>
    public static HashedModel Train(IReadOnlyList<(string Text, bool Attack)> texts)
    {
        if (texts.All(text => text.Attack) || !texts.Any(text => text.Attack)) throw new FormatException("To learn what an attack is, texts labelled 1 and texts labelled 0 (or not at all) are needed.");
        var examples = texts.Distinct().OrderBy(text => text.Text, StringComparer.Ordinal).Select(text => new HashedExample(text.Text, text.Attack ? 0 : -1)).ToList();
        var dealt = TextClusters.Deal(examples.ConvertAll(example => example.Text), examples.ConvertAll(example => example.Class), Folds);
        var ordinary = new List<(float Score, bool Long)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = Machines.Train(examples.Where((_, i) => dealt[i] != fold));
            ordinary.AddRange(examples.Where((example, i) => dealt[i] == fold && example.Class < 0).Select(example => Highest(model, example.Text)));
        }
        var (ofShort, ofLong) = (Exceeded([.. ordinary.Where(text => !text.Long)], MostFalse), Exceeded([.. ordinary.Where(text => text.Long)], MostFalseOfLong));
        return Machines.Train(examples).Calibrated([ofLong - ofShort], ofLong);
    }

    private static (float Score, bool Long) Highest(HashedModel model, string text)
    {
        using var folded = FoldedText.Of(text);
        return (InjectionModel.Highest(model, folded), folded.Count > HashedModel.Window);
    }

    /// <summary>What at most the share of them exceeds.</summary>
    private static float Exceeded((float Score, bool Long)[] texts, double share)
    {
        if (texts.Length == 0) return 0;
        float[] scores = [.. texts.Select(text => text.Score).OrderDescending()];
        return MathF.BitIncrement(scores[(int)(share * scores.Length)]);
    }
}
