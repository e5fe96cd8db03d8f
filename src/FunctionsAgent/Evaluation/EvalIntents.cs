using System.Collections.Immutable;
using System.Diagnostics;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <summary>Trains a classifier of intents on some messages and asks it about others. What is learned, the threshold included, is learned from the training messages alone.</summary>
public static class EvalIntents
{
    /// <summary>Readings before the clock runs: the compiler's later tiers come with use.</summary>
    private const int WarmUp = 500;

    private const int Bins = 10;

    /// <exception cref="FormatException">The training messages name fewer than two intents.</exception>
    public static EvalIntentsFigures Measure(IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test) => Figures([Ask(train, test)], 0);

    /// <summary>By cross-validation: each message is asked of a classifier trained on the other folds.</summary>
    /// <param name="only">So many of the folds are measured; null: all.</param>
    /// <exception cref="FormatException">The messages of a training name fewer than two intents.</exception>
    public static EvalIntentsFigures CrossValidate(IReadOnlyList<LabelledText> all, int folds, int? only = null)
    {
        var intents = all.Select(text => text.Intent ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
        var dealt = IntentFolds.Deal([.. all.Select(text => text.Text)], [.. all.Select(text => intents.IndexOf(text.Intent ?? ""))], folds);
        var rounds = Enumerable.Range(0, only ?? folds).Select(fold => Ask([.. all.Where((_, i) => dealt[i] != fold)], [.. all.Where((_, i) => dealt[i] == fold)]));
        return Figures([.. rounds], folds);
    }

    private static Round Ask(IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test)
    {
        var begin = Stopwatch.GetTimestamp();
        var model = IntentModel.Train(train) ?? throw new FormatException(TooFew(train));
        var trained = Stopwatch.GetElapsedTime(begin);
        foreach (var text in test.Take(WarmUp)) model.Read(text.Text);
        begin = Stopwatch.GetTimestamp();
        var asked = test.Select(text => new Asked(text.Intent, model.Read(text.Text))).ToImmutableArray();
        return new(model, train.Count, asked, trained.TotalSeconds, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }

    private static EvalIntentsFigures Figures(ImmutableArray<Round> rounds, int folds)
    {
        ImmutableArray<Asked> all = [.. rounds.SelectMany(round => round.Asked)];
        var (inside, outside) = (all.Where(asked => asked.Intent is not null).ToArray(), all.Where(asked => asked.Intent is null).ToArray());
        var unseen = rounds.SelectMany(round => round.Asked.Select(asked => asked.Intent).OfType<string>().Except(round.Model.Intents)).Distinct().Order(StringComparer.Ordinal);
        return new(
            rounds.Max(round => round.Model.Intents.Length), folds, (int)rounds.Average(round => round.Trained), inside.Length, outside.Length,
            Share(inside, asked => asked.Reading.Intent == asked.Intent), Share(inside, asked => asked.First == asked.Intent),
            Share(inside, asked => asked.Reading.Intent is { } intent && intent != asked.Intent), Share(inside, asked => !asked.Reading.Between.IsEmpty),
            Share(inside, asked => asked.Reading.Between.Contains(asked.Intent!)), Share(outside, asked => asked.Reading is { Intent: null, Between.IsEmpty: true }), CalibrationError(all),
            rounds.Average(round => round.Model.Threshold), rounds.Average(round => round.TrainSeconds), rounds.Sum(round => round.Milliseconds) / Math.Max(1, all.Length), [.. unseen]);
    }

    private static double? Share(Asked[] of, Func<Asked, bool> which) => of.Length == 0 ? null : (double)of.Count(which) / of.Length;

    private static double CalibrationError(ImmutableArray<Asked> all) => all
        .GroupBy(asked => Math.Min((int)(asked.Reading.Confidence * Bins), Bins - 1))
        .Sum(bin => Math.Abs(bin.Sum(asked => asked.Reading.Confidence) - bin.Count(asked => asked.Intent is not null && asked.First == asked.Intent))) / Math.Max(1, all.Length);

    private static string TooFew(IReadOnlyList<LabelledText> train) => train.FirstOrDefault(text => text.Intent is not null)?.Intent is { } intent
        ? $"The training data names one intent, {intent}: there is nothing to tell apart."
        : "The training data names no intent.";

    private sealed record Asked(string? Intent, IntentReading Reading)
    {
        public string? First => Reading.Ranked is [var first, ..] ? first.Intent : null;
    }

    private sealed record Round(IntentModel Model, int Trained, ImmutableArray<Asked> Asked, double TrainSeconds, double Milliseconds);
}
