using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>train guards</c>: a guard's classifier from labelled texts. The same texts give the same bytes.</summary>
internal static class TrainGuardsVerb
{
    private static readonly Option<string> Kind = new Option<string>("--kind") { Description = "injection or toxicity.", HelpName = "KIND", Required = true }.AcceptOnlyFromAmong([.. TrainGuards.Kinds]);
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "JSON lines of {text, label?}: 1 or 0 (injection); hate, offensive or neither (toxicity). A line without a label is an ordinary message.",
        HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string> Out = new("--out") { Description = "The model file to write.", HelpName = "FILE", Required = true };
    private static readonly Option<string?> About = new("--about") { Description = "Kept in the file: which data, licences, date. Without it the names of the data files.", HelpName = "TEXT" };

    public static Command Create()
    {
        var command = new Command("guards", "Learns a guard's classifier from labelled texts.") { Kind, Data, Out, About };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var (kind, files, to) = (line.GetValue(Kind)!, line.GetValue(Data)!, line.GetValue(Out)!);
        try
        {
            var texts = files.SelectMany(file => EvalGuardsText.Read(file, File.ReadLines(file), needLabel: false, TrainGuards.Labels(kind))).ToList();
            var bytes = TrainGuards.Train(kind, texts, line.GetValue(About) ?? $"{kind}: {string.Join(", ", files.Select(Path.GetFileName))}");
            File.WriteAllBytes(to, bytes);
            if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(new JsonObject { ["texts"] = texts.Count, ["bytes"] = bytes.Length, ["file"] = to });
            else line.Output().WriteLine($"{texts.Count:N0} texts, {bytes.Length:N0} bytes: {to}");
            return CommandLine.Fine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartException(e.Message, e);
        }
    }
}
