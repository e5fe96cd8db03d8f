using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>The classifier of attacks on the model.</summary>
internal static class InjectionModel
{
    /// <summary>That of the text's most suspicious window; that of a short text raised as far as the thresholds of short and long texts are apart.</summary>
    public static float Highest(HashedModel model, FoldedText text)
    {
        var highest = -1f;
        using var grams = new HashedGrams(model.Bits);
        Span<float> score = [0];
        foreach (var (from, to) in HashedModel.Windows(text.Count))
        {
            grams.Read(text, from, to);
            model.Score(grams, score);
            highest = Math.Max(highest, score[0]);
        }
        return text.Count <= HashedModel.Window ? highest + model.Offsets[0] : highest;
    }
}
