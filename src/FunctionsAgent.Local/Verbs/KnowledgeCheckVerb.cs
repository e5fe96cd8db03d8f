using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>knowledge check [PATH|--agent NAME] [--owner X]</c>: near-duplicates, contradictions and what is out of date. Exits with 1 when there is any.</summary>
internal static class KnowledgeCheckVerb
{
    private static readonly Option<string?> Owner = new("--owner") { Description = "Only what this owner should look at; 'nobody' for what has none.", HelpName = "ADDRESS" };

    public static Command Create()
    {
        var command = new Command("check", "Lists articles that contradict each other, say the same twice, or are out of date; exits with 1 when there are any.") { KnowledgeVerb.Folder, KnowledgeVerb.Agent, Owner };
        KnowledgeVerb.TakesOneOf(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        if (await KnowledgeVerb.ReportAsync(line, ct) is not { } report) return CommandLine.Found;
        var findings = report.Items("findings").Where(finding => IsOf(finding, line.GetValue(Owner))).ToList();
        if (line.GetValue(GlobalOptions.Json))
        {
            report["findings"] = new JsonArray([.. findings.Select(finding => finding.DeepClone())]);
            line.Output().WriteJson(report);
        }
        else
        {
            Print(line.Output(), report, findings.GroupBy(finding => finding.Text("kind")));
        }

        return findings.Count > 0 ? CommandLine.Found : CommandLine.Fine;
    }

    private static bool IsOf(JsonNode finding, string? owner) => owner switch
    {
        null => true,
        "nobody" => !finding.Items("owners").Any(),
        _ => finding.Items("owners").Any(one => one.Plain().Equals(owner, StringComparison.OrdinalIgnoreCase)),
    };

    private static void Print(TextWriter output, JsonNode report, System.Collections.Generic.IEnumerable<IGrouping<string, JsonNode>> kinds)
    {
        foreach (var kind in kinds)
        {
            output.WriteLine($"{kind.Key.ToUpperInvariant()} ({kind.Count()})");
            foreach (var finding in kind)
            {
                var owners = string.Join(", ", finding.Items("owners").Select(owner => owner.Plain()));
                output.WriteLine(TextTable.Line($"  {string.Join(" · ", finding.Items("places").Select(place => place.Plain()))}  ({(owners.Length > 0 ? owners : "nobody owns it")})"));
                output.WriteLine(TextTable.Line($"    {finding.Text("why")}"));
                foreach (var sentence in finding.Items("evidence")) output.WriteLine(TextTable.Line($"    \"{sentence.Plain()}\""));
            }

            output.WriteLine();
        }

        var (articles, found) = (report.Items("articles").Count(), kinds.Sum(kind => kind.Count()));
        output.WriteLine($"{articles} {(articles == 1 ? "article" : "articles")}, {found} {(found == 1 ? "finding" : "findings")}");
    }
}
