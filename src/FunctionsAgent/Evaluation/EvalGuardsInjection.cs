using System.Collections.Immutable;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <summary>Asks the detector of attacks on the model about texts whose answer is known.</summary>
public static class EvalGuardsInjection
{
    public static readonly string[] Labels = ["0", "1"];

    /// <summary>As the guard does it: the model that comes with the program, and the rules.</summary>
    public static EvalGuardsInjectionFigures Measure(IReadOnlyList<EvalGuardsText> texts) =>
        Figures([.. texts.Select(text => Ask(InjectionDetector.Shared, text))], 0, GuardModels.Injection.Threshold);

    /// <summary>By cross-validation: each text is asked of a model that has learned the other folds, its threshold included. Near-duplicates are in one fold; lines without a label are ordinary.</summary>
    /// <exception cref="FormatException">There are none of one kind.</exception>
    public static EvalGuardsInjectionFigures CrossValidate(IReadOnlyList<EvalGuardsText> all, int folds)
    {
        var texts = all.DistinctBy(text => (text.Text, text.Label == "1")).ToList();
        var dealt = TextClusters.Deal(texts.ConvertAll(text => text.Text), texts.ConvertAll(text => text.Label == "1" ? 1 : 0), folds);
        var (asked, threshold) = (new List<Asked>(texts.Count), 0d);
        for (var fold = 0; fold < folds; fold++)
        {
            var model = InjectionTraining.Train([.. texts.Where((_, i) => dealt[i] != fold).Select(text => (text.Text, text.Label == "1"))]);
            threshold += model.Threshold / folds;
            asked.AddRange(texts.Where((_, i) => dealt[i] == fold).Select(text => Ask(new(model), text)));
        }
        return Figures(asked, folds, threshold);
    }

    private static Asked Ask(InjectionDetector detector, EvalGuardsText text)
    {
        var reading = detector.Read(text.Text);
        return new(text.Source, text.Label == "1", reading.Found, reading.Score > reading.Threshold);
    }

    private static EvalGuardsInjectionFigures Figures(List<Asked> asked, int folds, double threshold)
    {
        var (attacks, ordinary) = (asked.Where(text => text.Attack).ToList(), asked.Where(text => !text.Attack).ToList());
        var sources = asked.GroupBy(text => (text.Source, text.Attack)).OrderByDescending(group => group.Key.Attack)
            .Select(group => new EvalGuardsInjectionSource(group.Key.Source, group.Key.Attack, group.Count(), (double)group.Count(text => text.Found) / group.Count()));
        return new(attacks.Count, ordinary.Count, Share(attacks, text => text.Found), Share(ordinary, text => text.Found), Share(attacks, text => text.ByScore), Share(ordinary, text => text.ByScore), threshold, folds, [.. sources]);
    }

    private static double? Share(List<Asked> of, Func<Asked, bool> which) => of.Count == 0 ? null : (double)of.Count(which) / of.Count;

    private sealed record Asked(string Source, bool Attack, bool Found, bool ByScore);
}

/// <param name="TruePositiveRate">Share of the attacks that were found, 0 to 1; null without any.</param>
/// <param name="FalsePositiveRate">Share of the ordinary texts that were taken for attacks; null without any.</param>
/// <param name="ByScoreTruePositiveRate">Found by the classifier alone, without the rules.</param>
/// <param name="Threshold">Of the classifier; with folds the mean.</param>
public sealed record EvalGuardsInjectionFigures(
    int Attacks, int Ordinary, double? TruePositiveRate, double? FalsePositiveRate, double? ByScoreTruePositiveRate, double? ByScoreFalsePositiveRate, double Threshold, int Folds,
    ImmutableArray<EvalGuardsInjectionSource> Sources);

/// <param name="Found">Share of its texts taken for attacks, 0 to 1.</param>
public sealed record EvalGuardsInjectionSource(string File, bool Attacks, int Texts, double Found);
