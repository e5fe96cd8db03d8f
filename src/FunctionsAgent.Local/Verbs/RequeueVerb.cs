using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>requeue</c>: sends parked envelopes again: one, all with one cause (after an outage), or all.</summary>
internal static class RequeueVerb
{
    private static readonly Argument<string?> Id = new("ID") { Description = "One parked envelope.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Cause = new("--cause") { Description = "All with this cause.", HelpName = "CLASS" };
    private static readonly Option<bool> All = new("--all") { Description = "All." };

    public static Command Create()
    {
        var command = new Command("requeue", "Sends parked envelopes again.") { Id, Cause, All };
        command.Validators.Add(result =>
        {
            bool[] said = [result.GetValue(Id) is not null, result.GetValue(Cause) is not null, result.GetValue(All)];
            if (said.Count(given => given) != 1) result.AddError("requeue takes one of ID, --cause CLASS and --all.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var body = new JsonObject();
        if (line.GetValue(Id) is { } id) body["id"] = id;
        else if (line.GetValue(Cause) is { } cause) body["cause"] = cause;
        else body["all"] = true;

        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.PostAsync("/api/operator/requeue", body, ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(answer);
        else output.WriteLine($"{answer.Text("requeued")} sent again");
        return CommandLine.Fine;
    }
}
