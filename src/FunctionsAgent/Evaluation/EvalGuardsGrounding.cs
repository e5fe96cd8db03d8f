using System.Collections.Immutable;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <param name="IsSupported">Whether people found all of the answer in the context.</param>
public sealed record EvalGuardsGroundingExample(string Context, string Response, bool IsSupported);

/// <param name="Auc">Of the answer's score, as one claim.</param>
/// <param name="BalancedAccuracy">At <see cref="Grounding.BalancedThreshold"/>, fixed beforehand.</param>
/// <param name="WeakestAuc">Of the score of the weakest sentence, by which the guard decides.</param>
/// <param name="CrossValidatedAuc">The same method with coefficients learned on four fifths of this file and asked about the fifth, answers to one context in one of them. Null for fewer than 50 examples.</param>
/// <param name="Passed">Of supported answers, the share the guard leaves untouched.</param>
/// <param name="Stopped">Of the others that claim anything, the share in which it finds something.</param>
public sealed record EvalGuardsGroundingFigures(
    int Examples, int Supported, double? Auc, double? BalancedAccuracy, double? WeakestAuc, double? CrossValidatedAuc, double? Passed, double? Stopped, double MillisecondsPerAnswer);

/// <summary>What grounding is worth on answers beside the text they should come from.</summary>
public static class EvalGuardsGrounding
{
    private const int Folds = 5, Fewest = 50;

    public static EvalGuardsGroundingFigures Measure(IReadOnlyList<EvalGuardsGroundingExample> examples)
    {
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        var readings = examples.Select(example => Grounding.Ground(example.Response, Sources(example))).ToArray();
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(begin);
        var labels = examples.Select(example => example.IsSupported).ToArray();
        var scores = readings.Select(reading => reading.Score).ToArray();
        var untouched = readings.Select(reading => reading.IsSupported).ToArray();
        var claiming = Enumerable.Range(0, readings.Length).Where(i => readings[i].Claims > 0).ToArray();
        return new(examples.Count, labels.Count(label => label), EvalGuardsCurve.Auc(scores, labels), EvalGuardsCurve.BalancedAccuracy([.. scores.Select(score => score >= Grounding.BalancedThreshold)], labels),
            EvalGuardsCurve.Auc([.. readings.Select(reading => reading.Weakest)], labels), examples.Count < Fewest ? null : CrossValidated(examples, labels), EvalGuardsCurve.Share(untouched, labels, true),
            1 - EvalGuardsCurve.Share([.. claiming.Select(i => untouched[i])], [.. claiming.Select(i => labels[i])], false), took.TotalMilliseconds / Math.Max(1, examples.Count));
    }

    private static double? CrossValidated(IReadOnlyList<EvalGuardsGroundingExample> examples, bool[] labels)
    {
        var rows = examples.Select(example => Grounding.Compare(example.Response, Sources(example))?.Row).ToArray();
        var folds = examples.Select(example => (int)(GroundingHash.Id(example.Context) % Folds)).ToArray();
        var scores = new double[examples.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var train = Enumerable.Range(0, rows.Length).Where(i => folds[i] != fold && rows[i] is not null).ToArray();
            var coefficients = LinearLogistic.Fit([.. train.Select(i => rows[i]!)], [.. train.Select(i => labels[i])], [.. train.Select(_ => 1.0)], new double[GroundingFeatures.OfProse.Length], 1);
            for (var i = 0; i < rows.Length; i++)
                if (folds[i] == fold && rows[i] is { } row) scores[i] = LinearLogistic.Probability(coefficients, row);
        }
        return EvalGuardsCurve.Auc(scores, labels);
    }

    private static ImmutableArray<PassageSource> Sources(EvalGuardsGroundingExample example) => [new("article:context", example.Context)];
}
