using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>knowledge retire AGENT ARTICLE --reason "..."</c>, and <c>--undo</c>: no answer uses the article any more, in every version of the agent.</summary>
internal static class KnowledgeRetireVerb
{
    private static readonly Argument<string> Agent = new("AGENT");
    private static readonly Argument<string> Article = new("ARTICLE") { Description = "Its id: the file's path below knowledge/ without its ending." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; kept with the article.", HelpName = "TEXT" };
    private static readonly Option<bool> Undo = new("--undo") { Description = "Has the article used again." };

    public static Command Create()
    {
        var command = new Command("retire", "Takes an article out of all answers at once.") { Agent, Article, Reason, Undo };
        command.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(Reason)) == !result.GetValue(Undo)) result.AddError("knowledge retire takes one of --reason \"WHY\" and --undo.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var (agent, article) = (line.GetValue(Agent)!, line.GetValue(Article)!);
        var path = $"{KnowledgeVerb.Route(agent)}/{Uri.EscapeDataString(article)}/retire";
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = line.GetValue(Undo) ? await client.DeleteAsync(path, ct) : await client.PostAsync(path, new JsonObject { ["reason"] = line.GetValue(Reason) }, ct);
        if (line.GetValue(GlobalOptions.Json)) line.Output().WriteJson(answer);
        else line.Output().WriteLine(TextTable.Line($"{agent}: {article} is {(answer.Text("state") == "retired" ? "retired" : "used")}"));
        return CommandLine.Fine;
    }
}
