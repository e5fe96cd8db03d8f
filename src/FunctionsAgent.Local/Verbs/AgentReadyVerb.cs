using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary>
/// <c>agent ready [PATH|AGENT]</c>: what must stand before an agent serves customers. A folder's tests are run, and it is compared
/// with the version an instance serves; of an agent that is served its tests count as they were when it was published. Exits with
/// 1 when a check is red.
/// </summary>
internal static class AgentReadyVerb
{
    private static readonly Argument<string?> Subject = new("PATH|AGENT")
    {
        Description = "Folder of a package, or an agent that an instance serves; otherwise the present folder where it is a package, else the first agent.", Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("ready", "Lists what must stand before an agent serves customers; exits with 1 when something does not.") { Subject };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var named = line.GetValue(Subject) ?? (PackageReading.IsPackage(".") ? "." : "");
        if (named.Length > 0 && !Directory.Exists(named) && !PackageTemplate.IsName(named)) throw new StartException($"{named} is no folder, and no agent's name: name one of the two.");
        var found = Directory.Exists(named) ? await OfFolderAsync(line, named, ct) : await OfAgentAsync(line, named, ct);
        if (found is null) return CommandLine.Found;
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(found);
        else Print(line.Output(), found);
        return found.Text("ready") == "true" ? CommandLine.Fine : CommandLine.Found;
    }

    private static async Task<JsonNode> OfAgentAsync(ParseResult line, string agent, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        return await client.GetAsync($"/api/operator/ready?agent={Uri.EscapeDataString(agent)}", ct);
    }

    /// <summary>Null: it is no package, which was printed.</summary>
    private static async Task<JsonNode?> OfFolderAsync(ParseResult line, string path, CancellationToken ct)
    {
        if (PackageReading.ReadOrPrint(line, path) is not { } package) return null;
        var tests = await PackageUpload.TestAsync(line, path, package, ct);
        if (line.GetValue(GlobalOptions.Url) is null && !Directory.Exists(line.GetValue(GlobalOptions.Data))) return Alone(package, tests);
        await using var client = await OperatorClient.OpenAsync(line, ct);
        return await client.PostAsync("/api/operator/ready", PackageUpload.Body(package, tests), ct);
    }

    /// <summary>Neither an instance nor its data: what is served and measured is not known, and the list says so.</summary>
    private static JsonObject Alone(Package package, TestEvidence tests)
    {
        var checks = Readiness.Of(package, new(DateOnly.FromDateTime(DateTime.UtcNow)) { Tests = tests });
        return new JsonObject
        {
            ["agent"] = package.Name, ["version"] = package.Version, ["served"] = null, ["ready"] = Readiness.Reds(checks).IsEmpty,
            ["checks"] = new JsonArray([.. checks.Select(c => new JsonObject { ["name"] = c.Name, ["state"] = c.State.ToString().ToLowerInvariant(), ["found"] = c.Found, ["todo"] = c.Todo })]),
            ["overrides"] = new JsonArray(),
        };
    }

    private static void Print(TextWriter output, JsonNode found)
    {
        var (version, served) = (found.Text("version"), found.Text("served"));
        output.WriteLine($"{found.Text("agent")} {version}{(served.Length == 0 ? "" : served == version ? ", served now" : $", {served} is served now")}");
        foreach (var check in found.Items("checks"))
        {
            var (mark, word) = check.Text("state") switch { "green" => ("✓", "ok"), "red" => ("✗", "RED"), _ => ("·", "note") };
            output.WriteLine(TextTable.Line($"  {mark} {word,-4} {check.Text("name"),-9} {check.Text("found")}"));
            if (check.Text("todo") is { Length: > 0 } todo) output.WriteLine(TextTable.Line($"                   → {todo}"));
        }
        foreach (var over in found.Items("overrides"))
            output.WriteLine(TextTable.Line($"Published at {over.Time("at")} by {over.Text("by")} although not ready ({string.Join(", ", over.Items("checks").Select(c => c.Plain()))}): {over.Text("reason")}"));
        var reds = found.Items("checks").Where(check => check.Text("state") == "red").Select(check => check.Text("name")).ToArray();
        output.WriteLine(reds.Length == 0 ? "Ready." : $"Not ready: {string.Join(", ", reds)}.");
    }
}
