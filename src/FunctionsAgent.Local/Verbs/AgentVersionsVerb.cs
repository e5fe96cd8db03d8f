using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent versions AGENT</c>: what was published of an agent, by whom, and who answered for what was not ready.</summary>
internal static class AgentVersionsVerb
{
    private static readonly Argument<string> Agent = new("AGENT") { Description = "Name of the agent." };

    public static Command Create()
    {
        var command = new Command("versions", "Lists the published versions of an agent, the latest first.") { Agent };
        command.SetAction((line, ct) => RunAsync(line, ct));
        return command;
    }

    private static Task<int> RunAsync(ParseResult line, CancellationToken ct) => ListVerb.PrintAsync(
        line, $"/api/operator/versions?agent={Uri.EscapeDataString(line.GetValue(Agent)!)}", answer => answer["versions"], ["VERSION", "PUBLISHED (UTC)", "BY", "CURRENT", "TESTS", "NOT READY, BUT"],
        v => [v.Text("version"), v.Time("at"), v.Text("by"), v.Text("isCurrent") == "true" ? "current" : "", Tests(v["tests"]), string.Join("; ", v.Items("overrides").Select(Override))],
        "It was never published: it is an agent written in C#.", ct);

    private static string Tests(JsonNode? tests) => tests is null ? "" : tests.Text("failed") == "0" ? $"{tests.Text("passed")} passed" : $"{tests.Text("passed")} passed, {tests.Text("failed")} failed";

    private static string Override(JsonNode over) => $"{string.Join(", ", over.Items("checks").Select(check => check.Plain()))} by {over.Text("by")} at {over.Time("at")}: {over.Text("reason")}";
}
