using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>The classifier of hate, offence and neither.</summary>
internal static class ToxicityModel
{
    /// <summary>In ordinal order.</summary>
    public static readonly string[] Classes = ["hate", "neither", "offensive"];

    private const int Hate = 0, Neither = 1, Offensive = 2;

    /// <summary>Those of the window that is furthest from neither; of no words those of nothing toxic.</summary>
    public static float[] Scores(HashedModel model, string text)
    {
        using var folded = FoldedText.Of(text);
        return Scores(model, folded);
    }

    public static float[] Scores(HashedModel model, FoldedText text)
    {
        float[] furthest = [-1, 1, -1];
        var first = true;
        using var grams = new HashedGrams(model.Bits);
        Span<float> scores = [0, 0, 0];
        foreach (var (from, to) in HashedModel.Windows(text.Count))
        {
            grams.Read(text, from, to);
            model.Score(grams, scores);
            if (!first && Margin(scores) <= Margin(furthest)) continue;
            scores.CopyTo(furthest);
            first = false;
        }
        return furthest;
    }

    /// <summary>How much more toxic than neither.</summary>
    public static float Margin(ReadOnlySpan<float> scores) => Math.Max(scores[Hate], scores[Offensive]) - scores[Neither];

    public static int Class(ReadOnlySpan<float> scores, ReadOnlySpan<float> offsets)
    {
        var best = 0;
        for (var k = 1; k < scores.Length; k++)
            if (scores[k] + offsets[k] > scores[best] + offsets[best]) best = k;
        return best;
    }
}
