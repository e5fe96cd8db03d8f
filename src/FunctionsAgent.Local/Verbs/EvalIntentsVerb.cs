using System;
using System.Collections.Immutable;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval intents</c>: how well and how fast intents are told apart; no instance is needed.</summary>
internal static class EvalIntentsVerb
{
    private const int FewestFolds = 2, MostFolds = 20;

    private static readonly Option<string> Train = new("--train")
    {
        Description = "JSON lines of {text, intent}; the intent oos is none. A field split (train, val, test, each also with oos_ before it) tells parts of a file; what is marked test is not learned from.",
        HelpName = "FILE", Required = true,
    };
    private static readonly Option<string?> Validation = new("--validation") { Description = "More to learn from: the threshold is chosen on examples held back from all that is.", HelpName = "FILE" };
    private static readonly Option<string?> Test = new("--test") { Description = "What is asked: what is marked test where anything is, otherwise all of it; of the training file itself its test or val part.", HelpName = "FILE" };
    private static readonly Option<int> Folds = new("--folds") { Description = "Without --test: cross-validation over the training data, 2 to 20 folds.", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("intents", "Learns intents from examples and reads messages whose intents are known.") { Train, Validation, Test, Folds };
        command.Validators.Add(result =>
        {
            var (test, folds) = (result.GetResult(Test) is not null, result.GetResult(Folds) is not null);
            if (test == folds) result.AddError("Give either --test FILE or --folds N.");
            if (folds && result.GetValue(Folds) is < FewestFolds or > MostFolds) result.AddError($"--folds: a whole number from {FewestFolds} to {MostFolds}.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        EvalIntentsFigures figures;
        try
        {
            figures = Measure(line.GetValue(Train)!, line.GetValue(Validation), line.GetValue(Test), line.GetValue(Folds));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartException(e.Message, e);
        }
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(Json(figures));
        else Print(figures, line.Output());
        return CommandLine.Fine;
    }

    private static EvalIntentsFigures Measure(string train, string? validation, string? test, int folds)
    {
        var all = Read(train);
        var more = validation is null ? [] : Texts(Read(validation).Where(example => !example.IsIn("test")));
        if (test is null) return EvalIntents.CrossValidate([.. Texts(all.Where(example => !example.IsIn("test"))), .. more], folds);
        if (Path.GetFullPath(test) != Path.GetFullPath(train))
        {
            var asked = Read(test);
            return EvalIntents.Measure([.. Texts(all.Where(example => !example.IsIn("test"))), .. more], Texts(asked.Any(example => example.IsIn("test")) ? asked.Where(example => example.IsIn("test")) : asked));
        }
        var part = all.Any(example => example.IsIn("test")) ? "test" : "val";
        if (!all.Any(example => example.IsIn(part))) throw new FormatException($"{test}: to learn from it and to ask it, a field split has to tell the two apart.");
        return EvalIntents.Measure([.. Texts(all.Where(example => !example.IsIn(part))), .. more], Texts(all.Where(example => example.IsIn(part))));
    }

    private static System.Collections.Immutable.ImmutableArray<EvalIntentsExample> Read(string file) => EvalIntentsFile.Read(file, File.ReadLines(file));

    private static List<LabelledText> Texts(IEnumerable<EvalIntentsExample> examples) => [.. examples.Select(example => example.Labelled)];

    private static JsonObject Json(EvalIntentsFigures figures) => new()
    {
        ["inScopeAccuracy"] = figures.InScopeAccuracy, ["outOfScopeRecall"] = figures.OutOfScopeRecall, ["threshold"] = figures.Threshold, ["trainSeconds"] = figures.TrainSeconds,
        ["millisecondsPerMessage"] = figures.MillisecondsPerMessage, ["accuracyWithoutRejection"] = figures.AccuracyWithoutRejection, ["wrong"] = figures.Wrong, ["ambiguous"] = figures.Ambiguous,
        ["ambiguousWithRight"] = figures.AmbiguousWithRight, ["calibrationError"] = figures.CalibrationError, ["intents"] = figures.Intents, ["folds"] = figures.Folds, ["train"] = figures.Train,
        ["inScope"] = figures.InScope, ["outOfScope"] = figures.OutOfScope, ["unseenIntents"] = new JsonArray([.. figures.UnseenIntents.Select(intent => (JsonNode)intent)]),
    };

    private static void Print(EvalIntentsFigures figures, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figures.Intents:N0} intents, {figures.Train:N0} examples{(figures.Folds > 0 ? $" in each of {figures.Folds} folds" : "")}; threshold {figures.Threshold:N2}, trained in {figures.TrainSeconds:N1} s, {figures.MillisecondsPerMessage:N3} ms a message."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"In scope, {figures.InScope:N0}: right {Percent(figures.InScopeAccuracy)}, wrong {Percent(figures.Wrong)}, asked about {Percent(figures.Ambiguous)} (the right one among them {Percent(figures.AmbiguousWithRight)}); most probable right {Percent(figures.AccuracyWithoutRejection)}."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Out of scope, {figures.OutOfScope:N0}: given to no intent {Percent(figures.OutOfScopeRecall)}. Calibration error {figures.CalibrationError:N3}."));
        if (!figures.UnseenIntents.IsEmpty) output.WriteLine(TextTable.Line($"Not in the training data, so never read right: {string.Join(", ", figures.UnseenIntents)}."));
    }

    private static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:N1} %") : "-";
}
