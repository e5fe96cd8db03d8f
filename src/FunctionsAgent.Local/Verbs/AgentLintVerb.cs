using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Linting;
using AgentScript.Model;
using FunctionsAgent.Agents;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent lint PATH...</c>: what there is to say about scripts and packages. Exits with 1 when an error was found.</summary>
internal static class AgentLintVerb
{
    private static readonly Argument<string[]> Paths = new("PATH") { Description = "Scripts, folders of them, or packages.", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        var command = new Command("lint", "Checks scripts; exits with 1 when an error was found.") { Paths };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var (output, json) = (line.Output(), line.GetValue(GlobalOptions.Json));
        var paths = line.GetValue(Paths)!;
        var files = ScriptFiles.Find(paths);
        var found = new Dictionary<Severity, int>();
        var said = new HashSet<(string File, int Line, int Column)>();
        foreach (var file in files)
        {
            var script = Script.Parse(ScriptFiles.Read(file), file);
            var diagnostics = Linter.Lint(script);
            foreach (var diagnostic in diagnostics)
            {
                var at = script.Tree.Source.At(diagnostic.Start);
                said.Add((file, at.Line + 1, at.Character + 1));
                found[diagnostic.Severity] = found.GetValueOrDefault(diagnostic.Severity) + 1;
                if (!json) Print(output, diagnostic, script);
            }
            if (json) output.WriteLine(Linter.ToJson(script, diagnostics));
        }
        // What the package's reader finds in a script, the linter has said mostly.
        foreach (var error in paths.Where(PackageReading.IsPackage).SelectMany(path => PackageReading.Read(line, path).Errors).Where(e => !said.Contains((e.File, e.Line, e.Column))))
        {
            found[Severity.Error] = found.GetValueOrDefault(Severity.Error) + 1;
            output.WriteLine(json ? Json(error).ToJsonString() : TextTable.Line(error.ToString()));
        }
        if (!json)
            output.WriteLine($"{Count(files.Count, "script")}: {Count(found.GetValueOrDefault(Severity.Error), "error")}, {Count(found.GetValueOrDefault(Severity.Warning), "warning")}, {Count(found.GetValueOrDefault(Severity.Information), "note")}");
        return found.ContainsKey(Severity.Error) ? CommandLine.Found : CommandLine.Fine;
    }

    private static void Print(TextWriter output, Diagnostic diagnostic, Script script)
    {
        output.WriteLine(TextTable.Line(diagnostic.Render(script.Tree.Source)));
        foreach (var hint in (diagnostic.Hint ?? "").Split('\n').Where(hint => hint.Length > 0)) output.WriteLine($"    {TextTable.Line(hint)}");
    }

    /// <summary>In the shape of a script's line, positions counted from 0.</summary>
    private static JsonObject Json(PackageError error) => new()
    {
        ["file"] = error.File, ["dialect"] = "package",
        ["diagnostics"] = new JsonArray(new JsonObject
        {
            ["severity"] = (int)Severity.Error, ["code"] = "package-error", ["range"] = new JsonObject { ["start"] = Place(error), ["end"] = Place(error) }, ["message"] = error.Message,
        }),
    };

    private static JsonObject Place(PackageError error) => new() { ["line"] = error.Line - 1, ["character"] = error.Column - 1 };

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
