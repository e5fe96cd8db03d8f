using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards</c>: what the guards catch and miss, on labelled texts; no instance is needed.</summary>
internal static class EvalGuardsVerb
{
    private const int FewestFolds = 2, MostFolds = 20;

    private static readonly IReadOnlyList<IEvalGuards> Kinds =
    [
        new EvalGuardsOfInjection(),
        new EvalGuardsOfToxicity(),
        new EvalGuardsOfGrounding(),
        new EvalGuardsOfToolCalls(),
        new EvalGuardsOfPii(), new EvalGuardsOfPiiVectors(),
    ];

    private static readonly Option<string> Kind = new("--kind") { Description = "Which guard is measured.", HelpName = "KIND", Required = true };
    private static readonly Option<string[]> Data = new("--data") { Description = "Labelled texts, one JSON object a line; with --folds several files.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Folds = new("--folds") { Description = "Of a guard that learns: cross-validation over the data, 2 to 20 folds, instead of the model that comes with the program.", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("guards", $"Measures a guard on labelled texts. {string.Join("; ", Kinds.Select(kind => $"{kind.Kind}: {kind.Shape}"))}.") { Kind, Data, Folds };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Kind) is not null && Find(result.GetValue(Kind)!) is null) result.AddError($"--kind: {string.Join(", ", Kinds.Select(kind => kind.Kind))} are expected, not '{result.GetValue(Kind)}'.");
            var folds = result.GetResult(Folds) is not null;
            if (folds && result.GetValue(Folds) is < FewestFolds or > MostFolds) result.AddError($"--folds: a whole number from {FewestFolds} to {MostFolds}.");
            if (!folds && result.GetValue(Data) is { Length: > 1 }) result.AddError("--data: one file is measured; several are for --folds.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        try
        {
            var (kind, files) = (Find(line.GetValue(Kind)!)!, line.GetValue(Data)!);
            var result = line.GetValue(Folds) is > 0 and var folds ? kind.CrossValidate(files, folds) : kind.Measure(files[0]);
            if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(result.Json);
            else result.Print(line.Output());
            return CommandLine.Fine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartException(e.Message, e);
        }
    }

    private static IEvalGuards? Find(string kind) => Kinds.FirstOrDefault(known => known.Kind == kind);
}
