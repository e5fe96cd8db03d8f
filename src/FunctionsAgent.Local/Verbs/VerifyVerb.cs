using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>verify ID</c>: whether the log of a conversation is whole and unchanged. The chain runs through all episodes.</summary>
internal static class VerifyVerb
{
    private static readonly Argument<string> Id = ConversationId.Argument();

    public static Command Create()
    {
        var command = new Command("verify", "Checks the hash chain of a conversation's log; exits with 1 when it is broken.") { Id };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var id = ConversationId.Parse(line.GetValue(Id)!);
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var verdict = await client.GetAsync($"{id.Path}/verify", ct);
        var ok = verdict.Text("ok") == "true";
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(verdict);
        else
        {
            foreach (var problem in verdict.Items("problems")) output.WriteLine(TextTable.Line($"{problem.Text("seq")}: {problem.Text("problem")}"));
            var notes = (verdict.Text("erased") is { Length: > 0 } and not "0" ? $", {verdict.Text("erased")} of them erased" : "")
                + (verdict.Text("purged") is { Length: > 0 } and not "0" ? $", {verdict.Text("purged")} before them purged" : "");
            output.WriteLine($"{verdict.Text("events")} events{notes}, {(ok ? "the chain holds" : "the chain is broken")}{(verdict.Text("anchored") is { Length: > 0 } day ? $", anchored {day}" : "")}");
        }
        return ok ? CommandLine.Fine : CommandLine.Found;
    }
}
