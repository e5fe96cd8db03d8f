using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using AgentScript;
using AgentScript.Linting;
using AgentScript.Model;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent lint PATH...</c>: what there is to say about scripts. Exits with 1 when an error was found.</summary>
internal static class AgentLintVerb
{
    private static readonly Argument<string[]> Paths = new("PATH") { Description = "Scripts, or folders of them.", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        var command = new Command("lint", "Checks scripts; exits with 1 when an error was found.") { Paths };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var (output, json) = (line.Output(), line.GetValue(GlobalOptions.Json));
        var files = ScriptFiles.Find(line.GetValue(Paths)!);
        var found = new Dictionary<Severity, int>();
        foreach (var file in files)
        {
            var script = Script.Parse(ScriptFiles.Read(file), file);
            var diagnostics = Linter.Lint(script);
            foreach (var diagnostic in diagnostics) found[diagnostic.Severity] = found.GetValueOrDefault(diagnostic.Severity) + 1;
            if (json) output.WriteLine(Linter.ToJson(script, diagnostics));
            else foreach (var diagnostic in diagnostics) Print(output, diagnostic, script);
        }
        if (!json)
            output.WriteLine($"{Count(files.Count, "file")}: {Count(found.GetValueOrDefault(Severity.Error), "error")}, {Count(found.GetValueOrDefault(Severity.Warning), "warning")}, {Count(found.GetValueOrDefault(Severity.Information), "note")}");
        return found.ContainsKey(Severity.Error) ? CommandLine.Found : CommandLine.Fine;
    }

    private static void Print(TextWriter output, Diagnostic diagnostic, Script script)
    {
        output.WriteLine(TextTable.Line(diagnostic.Render(script.Tree.Source)));
        foreach (var hint in (diagnostic.Hint ?? "").Split('\n').Where(hint => hint.Length > 0)) output.WriteLine($"    {TextTable.Line(hint)}");
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
