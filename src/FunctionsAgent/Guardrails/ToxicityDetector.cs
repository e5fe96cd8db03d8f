using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>Tells hate, offence and neither, of the most toxic part of a text. Learned from English posts. Deterministic, linear in the text, safe for many threads.</summary>
public sealed class ToxicityDetector
{
    private static readonly Lazy<ToxicityDetector> Embedded = new(() => new(GuardModels.Toxicity));

    private readonly HashedModel model;

    internal ToxicityDetector(HashedModel model) => this.model = model;

    /// <summary>With the model that comes with the program.</summary>
    public static ToxicityDetector Shared => Embedded.Value;

    /// <summary>Never throws.</summary>
    public ToxicityReading Read(string text)
    {
        var scores = ToxicityModel.Scores(model, text);
        var (label, margin) = (ToxicityModel.Classes[ToxicityModel.Class(scores, model.Offsets)], ToxicityModel.Margin(scores));
        return new(label, Math.Round(margin, 3), Math.Round(model.Threshold, 3), label != "neither" && margin > model.Threshold);
    }
}
