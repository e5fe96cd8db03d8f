using System.Globalization;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Reasoning;

namespace Benchmarks;

/// <summary>The classifier of intents by five-fold cross-validation over published messages, those marked as training and validation alone.</summary>
internal static class Intents
{
    private const int Folds = 5, FewIntents = 20;

    /// <param name="folds">How many of the five are measured; null: all, the second set too.</param>
    public static IntentFigures Measure(int? folds)
    {
        if (Load("clinc150_train_val.jsonl") is not { } clinc) return new(null, null, null, 0, "no messages in ../shared/data/intents");
        var few = clinc.Select(text => text.Intent).OfType<string>().Distinct().Take(FewIntents).ToHashSet();
        var small = clinc.Where(text => text.Intent is { } intent && few.Contains(intent)).ToArray();
        var twenty = EvalIntents.CrossValidate(small, Folds, 1);
        var all = EvalIntents.CrossValidate(clinc, Folds, folds);
        var banking = folds is null && Load("banking77_train.jsonl") is { } bank ? EvalIntents.CrossValidate(bank, Folds) : null;
        return new(all, banking, twenty, folds ?? Folds, null);
    }

    public static void Print(IntentFigures figures, TextWriter to)
    {
        if (figures.Reason is { } reason) to.WriteLine($"Intents: not measured; {reason}.");
        if (figures.Clinc is { } clinc)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Intents, CLINC150, {figures.Folds} of {Folds} folds: in scope right {clinc.InScopeAccuracy:P1}, out of scope to none {clinc.OutOfScopeRecall:P1}; targets {IntentFigures.AccuracyTarget:P0} with {IntentFigures.RecallTarget:P0}: {Verdict(clinc.InScopeAccuracy >= IntentFigures.AccuracyTarget && clinc.OutOfScopeRecall >= IntentFigures.RecallTarget)}.")
                + string.Create(CultureInfo.InvariantCulture, $" Without rejection {clinc.AccuracyWithoutRejection:P1}; trained in {clinc.TrainSeconds:N1} s, target {IntentFigures.TrainTarget} s: {Verdict(clinc.TrainSeconds <= IntentFigures.TrainTarget)}; {clinc.MillisecondsPerMessage:N3} ms a message, target {IntentFigures.ReadTarget}: {Verdict(clinc.MillisecondsPerMessage <= IntentFigures.ReadTarget)}."));
        if (figures.Banking is { } banking)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Intents, banking77 (nothing out of scope): most probable right {banking.AccuracyWithoutRejection:P1}, target {IntentFigures.BankingTarget:P0}: {Verdict(banking.AccuracyWithoutRejection >= IntentFigures.BankingTarget)}; with rejection right {banking.InScopeAccuracy:P1}, wrong {banking.Wrong:P1}, asked about {banking.Ambiguous:P1}."));
        if (figures.Twenty is { } twenty)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Intents, {twenty.Intents} of {twenty.Train:N0} messages: trained in {twenty.TrainSeconds:N2} s, target {IntentFigures.SmallTrainTarget} s: {Verdict(twenty.TrainSeconds <= IntentFigures.SmallTrainTarget)}."));
    }

    private static LabelledText[]? Load(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) continue;
            var file = Path.Combine(folder.FullName, "..", "shared", "data", "intents", name);
            return File.Exists(file) ? [.. EvalIntentsFile.Read(file, File.ReadLines(file)).Where(example => !example.IsIn("test")).Select(example => example.Labelled)] : null;
        }
        return null;
    }

    private static string Verdict(bool met) => met ? "met" : "missed";
}

/// <param name="Twenty">A package of twenty intents.</param>
/// <param name="Reason">Why nothing was measured.</param>
internal sealed record IntentFigures(EvalIntentsFigures? Clinc, EvalIntentsFigures? Banking, EvalIntentsFigures? Twenty, int Folds, string? Reason)
{
    public const double AccuracyTarget = 0.91, RecallTarget = 0.65, BankingTarget = 0.9;

    /// <summary>Seconds.</summary>
    public const double TrainTarget = 30, SmallTrainTarget = 1;

    /// <summary>Milliseconds.</summary>
    public const double ReadTarget = 0.2;
}
