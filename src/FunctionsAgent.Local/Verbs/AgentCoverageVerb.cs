using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using AgentScript.Coverage;
using FunctionsAgent.Agents;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary>
/// <c>agent coverage PATH</c>: branches of the script that no test takes, and which of them no logged conversation of this
/// very version took either. Exits with 1 when there are any that nothing took.
/// </summary>
internal static class AgentCoverageVerb
{
    private static readonly Argument<string> Folder = new("PATH") { Description = "Folder of a package." };
    private static readonly Option<int?> Days = new("--days") { Description = "How many days of logged conversations are read; otherwise 14.", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("coverage", "Names the branches that no test and no logged conversation took.") { Folder, Days };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Days) is < 1 or > 400) result.AddError("--days: from 1 to 400.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var path = line.GetValue(Folder)!;
        if (PackageReading.ReadOrPrint(line, path) is not { } package) return CommandLine.Found;
        if (package.Flow is not ScriptFlow flow) throw new StartException($"{package.Name} is written in C#: a debugger's coverage tool names its branches.");
        var outcomes = await TestRun.RunAsync(line, path, package, ct);
        var logged = await LoggedAsync(line, package, ct);
        var tests = PackageCoverage.Of(package, outcomes.SelectMany(o => o.Trace))!;
        var all = logged is null ? tests : PackageCoverage.Of(package, [.. outcomes.SelectMany(o => o.Trace), .. logged.Items("traces").Select(t => t.Plain())])!;

        if (line.GetValue(GlobalOptions.Json))
        {
            line.Output().WriteJson(new JsonObject
            {
                ["agent"] = package.Name, ["version"] = package.Version, ["tests"] = PackageCoverage.Json(tests),
                ["conversations"] = logged?["conversations"]?.DeepClone(), ["together"] = PackageCoverage.Json(all),
            });
        }
        else Print(line.Output(), path, flow, outcomes.Count, tests, logged, all);
        return all.Missed.IsEmpty ? CommandLine.Fine : CommandLine.Found;
    }

    private static void Print(TextWriter output, string path, ScriptFlow flow, int ran, CoverageReport tests, JsonNode? logged, CoverageReport all)
    {
        var file = Path.Combine(path, flow.Script.Tree.Source.Path ?? "");
        foreach (var branch in tests.Missed)
            output.WriteLine(TextTable.Line($"{file}:{branch.Line}: {branch}{(logged is null || all.Missed.Contains(branch) ? "" : " (taken in conversations)")}"));
        output.WriteLine($"{ran} tests take {PackageCoverage.Summary(tests)}");
        output.WriteLine(logged is null ? "No conversations were looked at: there is no instance, and no data folder." : $"with {logged.Text("conversations")} logged conversations of this version: {PackageCoverage.Summary(all)}");
    }

    /// <summary>Of the instance, or of the data folder; null where there is neither, or the agent was never served there.</summary>
    private static async Task<JsonNode?> LoggedAsync(ParseResult line, Package package, CancellationToken ct)
    {
        if (line.GetValue(GlobalOptions.Url) is null && !Directory.Exists(line.GetValue(GlobalOptions.Data))) return null;
        await using var client = await OperatorClient.OpenAsync(line, ct);
        try
        {
            var days = (line.GetValue(Days) ?? 14).ToString(CultureInfo.InvariantCulture);
            return await client.GetAsync($"/api/operator/traces?agent={Uri.EscapeDataString(package.Name)}&version={package.Version}&days={days}", ct);
        }
        catch (ProblemException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
