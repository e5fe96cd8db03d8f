using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>knowledge owners [PATH|--agent NAME]</c>: who looks after how many articles, how many wait for his review, and how many findings.</summary>
internal static class KnowledgeOwnersVerb
{
    private const string Nobody = "(nobody)";

    public static Command Create()
    {
        var command = new Command("owners", "Lists who looks after articles, what is overdue and what was found.") { KnowledgeVerb.Folder, KnowledgeVerb.Agent };
        KnowledgeVerb.TakesOneOf(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        if (await KnowledgeVerb.ReportAsync(line, ct) is not { } report) return CommandLine.Found;
        ListVerb.Print(
            line, Owners(report), all => all, ["OWNER", "ARTICLES", "RETIRED", "OVERDUE", "FINDINGS"],
            o => [o.Text("owner") is { Length: > 0 } owner ? owner : Nobody, o.Text("articles"), o.Text("retired"), o.Text("overdue"), o.Text("findings")], "There are no articles.");
        return CommandLine.Fine;
    }

    private static JsonArray Owners(JsonNode report)
    {
        var findings = report.Items("findings").ToList();
        return new([.. report.Items("articles").GroupBy(article => article.Text("owner"), StringComparer.OrdinalIgnoreCase).OrderBy(owner => owner.Key, StringComparer.OrdinalIgnoreCase).Select(owner =>
        {
            var his = findings.Where(finding => owner.Key.Length == 0 ? !finding.Items("owners").Any() : finding.Items("owners").Any(one => one.Plain().Equals(owner.Key, StringComparison.OrdinalIgnoreCase))).ToList();
            return (JsonNode)new JsonObject
            {
                ["owner"] = owner.Key.Length > 0 ? owner.Key : null, ["articles"] = owner.Count(), ["retired"] = owner.Count(article => article.Text("state") == "retired"),
                ["overdue"] = his.Count(finding => finding.Text("kind") == "review-passed"), ["findings"] = his.Count,
            };
        })]);
    }
}
