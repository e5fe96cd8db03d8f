using System.Collections.Immutable;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <summary>Asks the detector of hate and offence about texts whose answer is known: hate, offensive, neither; or 0 and 1, where 1 is either of the first two.</summary>
public static class EvalGuardsToxicity
{
    public static readonly string[] Labels = ["hate", "offensive", "neither", "0", "1"];

    public static EvalGuardsToxicityFigures Measure(IReadOnlyList<EvalGuardsText> texts) => Figures(texts.Select(text => Asked(ToxicityDetector.Shared, text)).ToList(), 0, GuardModels.Toxicity.Threshold);

    /// <summary>By cross-validation: each text is asked of a model that has learned the other folds, its offsets included. Near-duplicates are in one fold; lines without a label set the threshold alone.</summary>
    /// <exception cref="FormatException">One of the three labels is missing.</exception>
    public static EvalGuardsToxicityFigures CrossValidate(IReadOnlyList<EvalGuardsText> all, int folds)
    {
        var (texts, ordinary) = (all.Where(text => text.Label is not null).DistinctBy(text => (text.Text, text.Label)).ToList(), all.Where(text => text.Label is null).Select(text => text.Text).ToList());
        var dealt = TextClusters.Deal(texts.ConvertAll(text => text.Text), texts.ConvertAll(text => Array.IndexOf(Labels, text.Label)), folds);
        var (asked, threshold) = (new List<(string, string, bool)>(texts.Count), 0d);
        for (var fold = 0; fold < folds; fold++)
        {
            var model = ToxicityTraining.Train([.. texts.Where((_, i) => dealt[i] != fold).Select(text => (text.Text, text.Label!))], ordinary);
            threshold += model.Threshold / folds;
            asked.AddRange(texts.Where((_, i) => dealt[i] == fold).Select(text => Asked(new(model), text)));
        }
        return Figures(asked, folds, threshold);
    }

    private static (string Label, string Said, bool Certain) Asked(ToxicityDetector detector, EvalGuardsText text)
    {
        var reading = detector.Read(text.Text);
        return (text.Label!, text.Label is "0" or "1" ? reading.Label == "neither" ? "0" : "1" : reading.Label, reading.Certain);
    }

    private static EvalGuardsToxicityFigures Figures(List<(string Label, string Said, bool Certain)> asked, int folds, double threshold)
    {
        ImmutableArray<EvalGuardsToxicityClass> classes = [.. asked.Select(text => text.Label).Distinct().Order(StringComparer.Ordinal).Select(label =>
        {
            var (of, said, right) = (asked.Count(text => text.Label == label), asked.Count(text => text.Said == label), asked.Count(text => text.Label == label && text.Said == label));
            return new EvalGuardsToxicityClass(label, of, said == 0 ? 0 : (double)right / said, (double)right / of, 2d * right / (of + said), (double)asked.Count(text => text.Label == label && text.Certain) / of);
        })];
        return new(asked.Count, (double)asked.Count(text => text.Label == text.Said) / asked.Count, classes.Average(label => label.F1), classes, threshold, folds);
    }
}

/// <param name="Accuracy">Share of the texts given their label, 0 to 1.</param>
/// <param name="MacroF1">The mean of the classes' F1, each class alike.</param>
/// <param name="Threshold">Margin above which a guard acts; with folds the mean.</param>
public sealed record EvalGuardsToxicityFigures(int Texts, double Accuracy, double MacroF1, ImmutableArray<EvalGuardsToxicityClass> Classes, double Threshold, int Folds);

/// <param name="Certain">Share of the class's texts on which a guard acts.</param>
public sealed record EvalGuardsToxicityClass(string Label, int Texts, double Precision, double Recall, double F1, double Certain);
