using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent test PATH</c>: runs <c>tests/*.yaml</c> of a package without a model. Exits with 1 when one failed, or none ran.</summary>
internal static class AgentTestVerb
{
    private static readonly Argument<string> Folder = new("PATH") { Description = "Folder of a package." };

    public static Command Create()
    {
        var command = new Command("test", "Runs a package's tests through the whole product; exits with 1 when one failed.") { Folder };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var path = line.GetValue(Folder)!;
        if (PackageReading.ReadOrPrint(line, path) is not { } package) return CommandLine.Found;
        var outcomes = await TestRun.RunAsync(line, path, package, ct);
        var failed = outcomes.Count(o => !o.IsOk);
        var coverage = PackageCoverage.Of(package, outcomes.SelectMany(o => o.Trace));
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(new JsonObject
            {
                ["agent"] = package.Name, ["version"] = package.Version, ["passed"] = outcomes.Count - failed, ["failed"] = failed,
                ["tests"] = new JsonArray([.. outcomes.Select(Json)]), ["coverage"] = coverage is null ? null : PackageCoverage.Json(coverage),
            });
        }
        else
        {
            foreach (var outcome in outcomes) Print(output, path, outcome);
            output.WriteLine(outcomes.Count == 0 ? $"No tests: {Path.Combine(path, "tests", "NAME.yaml")} would hold them." : $"{outcomes.Count} tests, {failed} failed");
            if (coverage is not null && outcomes.Count > 0) output.WriteLine($"They take {PackageCoverage.Summary(coverage)} of the script; 'agent coverage {path}' names the others.");
        }
        return failed > 0 || outcomes.Count == 0 ? CommandLine.Found : CommandLine.Fine;
    }

    private static void Print(TextWriter output, string path, TestOutcome outcome)
    {
        if (outcome.IsOk)
        {
            output.WriteLine(TextTable.Line($"ok      {outcome.Test.Name}"));
            return;
        }
        output.WriteLine(TextTable.Line($"FAILED  {outcome.Test.Name}"));
        foreach (var wrong in outcome.Mismatches)
        {
            var turn = outcome.Test.Turns[wrong.Turn - 1];
            output.WriteLine(TextTable.Line($"        {Path.Combine(path, turn.At.File)}:{turn.At.Line}: \"{turn.Says}\""));
            output.WriteLine(TextTable.Line($"          {wrong.What}: expected {wrong.Expected}"));
            output.WriteLine(TextTable.Line($"          {new string(' ', wrong.What.Length)}  found    {wrong.Actual}"));
        }
    }

    private static JsonObject Json(TestOutcome outcome) => new()
    {
        ["name"] = outcome.Test.Name, ["file"] = outcome.Test.At.File, ["line"] = outcome.Test.At.Line, ["ok"] = outcome.IsOk,
        ["mismatches"] = new JsonArray([.. outcome.Mismatches.Select(m => new JsonObject { ["turn"] = m.Turn, ["what"] = m.What, ["expected"] = m.Expected, ["actual"] = m.Actual })]),
    };
}
