using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AgentScript.Formatting;
using AgentScript.Syntax;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent format PATH... [--check]</c>: writes scripts in the one form. A file that cannot be read without doubt is left alone, and the exit code is 1.</summary>
internal static class AgentFormatVerb
{
    private static readonly Argument<string[]> Paths = new("PATH") { Description = "Scripts, or folders of them.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Check = new("--check") { Description = "Writes nothing; exits with 1 when a file is not formatted." };

    public static Command Create()
    {
        var command = new Command("format", "Formats scripts in place.") { Paths, Check };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var check = line.GetValue(Check);
        var files = ScriptFiles.Find(line.GetValue(Paths)!).Select(file => (File: file, Result: Format(file, check))).ToArray();
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(new JsonObject { ["files"] = Json(files) });
        else
        {
            foreach (var (file, result) in files.Where(f => f.Result != Unchanged)) line.Output().WriteLine(TextTable.Line($"{file}: {result}"));
            line.Output().WriteLine($"{files.Count(f => f.Result == Unchanged)} of {files.Length} as they should be");
        }
        return files.All(f => f.Result == Unchanged || f.Result == Formatted) ? CommandLine.Fine : CommandLine.Found;
    }

    private const string Unchanged = "unchanged";
    private const string Formatted = "formatted";

    private static string Format(string file, bool check)
    {
        if (ScriptFiles.ReadStrictly(file) is not { } text) return "left alone: it is not UTF-8";
        var tree = Parser.Parse(text, file);
        if (!tree.Diagnostics.IsEmpty) return $"left alone: {tree.Source.At(tree.Diagnostics[0].Start)}: {tree.Diagnostics[0].Message}";
        var formatted = Formatter.Format(tree);
        if (formatted == text) return Unchanged;
        if (check) return "not formatted";
        try
        {
            File.WriteAllText(file, formatted);
            return Formatted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{file} cannot be written: {e.Message}", e);
        }
    }

    private static JsonArray Json(IEnumerable<(string File, string Result)> files) =>
        [.. files.Select(f => new JsonObject { ["file"] = f.File, ["result"] = f.Result })];
}
