using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>guards report</c>: what each guard did, and what those in shadow would have done; the brand voice's mean score by week.</summary>
internal static class GuardsReportVerb
{
    private const string Route = "/api/operator/guards";

    private static readonly Option<int?> Days = new("--days") { Description = "How many days back; 7 unless said.", HelpName = "N" };
    private static readonly Option<string?> Agent = new("--agent") { Description = "One agent's; otherwise all.", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("report", "Shows what each guard did, and what those in shadow would have done.") { Days, Agent };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var asked = new List<string>();
        if (line.GetValue(Days) is { } days) asked.Add($"days={days.ToString(CultureInfo.InvariantCulture)}");
        if (line.GetValue(Agent) is { } agent) asked.Add($"agent={Uri.EscapeDataString(agent)}");

        await using var client = await OperatorClient.OpenAsync(line, ct);
        var counts = new SortedDictionary<(string Guard, string Version, string Side, string Mode, string Do), long>();
        var scores = new SortedDictionary<(string Guard, string Week), (double Sum, long Count)>();
        long conversations = 0, incomplete = 0;
        string? next = null;
        do
        {
            var query = string.Join('&', next is null ? asked : asked.Append($"after={Uri.EscapeDataString(next)}"));
            var page = await client.GetAsync(query.Length == 0 ? Route : $"{Route}?{query}", ct);
            conversations += page["conversations"]!.GetValue<long>();
            incomplete += page["incomplete"]!.AsArray().Count;
            foreach (var count in page["guards"]!.AsArray().OfType<JsonObject>())
            {
                var key = (count.Text("guard")!, count.Text("version")!, count.Text("side")!, count.Text("mode")!, count.Text("do")!);
                counts[key] = counts.GetValueOrDefault(key) + count["count"]!.GetValue<long>();
            }
            foreach (var score in page["scores"]!.AsArray().OfType<JsonObject>())
            {
                var key = (score.Text("guard")!, score.Text("week")!);
                var (sum, n) = scores.GetValueOrDefault(key);
                scores[key] = (sum + score["sum"]!.GetValue<double>(), n + score["count"]!.GetValue<long>());
            }
            next = page.Text("next") is { Length: > 0 } more ? more : null;
        }
        while (next is not null);

        var guards = counts.GroupBy(c => (c.Key.Guard, c.Key.Version, c.Key.Side, c.Key.Mode)).ToList();
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(new JsonObject
        {
            ["conversations"] = conversations, ["incomplete"] = incomplete,
            ["guards"] = new JsonArray([.. guards.Select(g => (JsonNode)new JsonObject { ["guard"] = g.Key.Guard, ["version"] = g.Key.Version, ["side"] = g.Key.Side, ["mode"] = g.Key.Mode, ["did"] = new JsonObject(g.Select(c => KeyValuePair.Create(c.Key.Do, (JsonNode?)c.Value))) })]),
            ["scores"] = new JsonArray([.. scores.Select(s => (JsonNode)new JsonObject { ["guard"] = s.Key.Guard, ["week"] = s.Key.Week, ["mean"] = Math.Round(s.Value.Sum / s.Value.Count, 1), ["n"] = s.Value.Count })]),
        });
        else Print(line.Output(), guards, scores, conversations, incomplete);
        return CommandLine.Fine;
    }

    private static void Print(
        TextWriter output, List<IGrouping<(string Guard, string Version, string Side, string Mode), KeyValuePair<(string Guard, string Version, string Side, string Mode, string Do), long>>> guards,
        SortedDictionary<(string Guard, string Week), (double Sum, long Count)> scores, long conversations, long incomplete)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{conversations:N0} conversations read{(incomplete > 0 ? $", {incomplete:N0} of them incomplete (guards egress names them)" : "")}."));
        foreach (var guard in guards)
        {
            var all = guard.Sum(c => c.Value);
            var did = guard.Where(c => c.Key.Do is not ("allow" or "none")).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key.Do} {c.Value:N0} ({100.0 * c.Value / all:N1} %)")).ToList();
            var none = guard.Where(c => c.Key.Do == "none").Sum(c => c.Value);
            var would = guard.Key.Mode == "shadow" ? "would have done" : "did";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {guard.Key.Guard} {guard.Key.Version} ({guard.Key.Side}, {guard.Key.Mode}): {all:N0} passages; {would}: {(did.Count == 0 ? "nothing" : string.Join(", ", did))}{(none > 0 ? $"; no verdict: {none:N0}" : "")}"));
        }
        foreach (var score in scores) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {score.Key.Guard}, {score.Key.Week}: mean score {score.Value.Sum / score.Value.Count:N1} of {score.Value.Count:N0} replies"));
    }
}
