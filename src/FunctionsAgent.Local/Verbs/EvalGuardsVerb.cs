using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval guards</c>: what the guards catch and miss, on labelled texts; no instance is needed.</summary>
internal static class EvalGuardsVerb
{
    private static readonly IReadOnlyList<IEvalGuards> Kinds =
    [
        new EvalGuardsOfPii(), new EvalGuardsOfPiiVectors(),
    ];

    private static readonly Option<string> Kind = new("--kind") { Description = "Which guard is measured.", HelpName = "KIND", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "Labelled texts, one JSON object a line.", HelpName = "FILE", Required = true };

    public static Command Create()
    {
        var command = new Command("guards", $"Measures a guard on labelled texts. {string.Join("; ", Kinds.Select(kind => $"{kind.Kind}: {kind.Shape}"))}.") { Kind, Data };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Kind) is not null && Find(result.GetValue(Kind)!) is null) result.AddError($"--kind: {string.Join(", ", Kinds.Select(kind => kind.Kind))} are expected, not '{result.GetValue(Kind)}'.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        try
        {
            var result = Find(line.GetValue(Kind)!)!.Measure(line.GetValue(Data)!);
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
