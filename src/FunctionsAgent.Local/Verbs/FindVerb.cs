using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>find</c>: the conversations of a person; exits with 1 when there is none.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var command = new Command("find", "Lists the conversations of a person.");
        foreach (var option in Person.Options) command.Add(option);
        command.Validators.Add(result =>
        {
            if (Person.Given(result) != 1) result.AddError("find takes one of --email, --phone, --person and --provider-id.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var found = await client.PostAsync("/api/operator/find", Person.Body(line), ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(found);
        else if (!found.Items().Any()) output.WriteLine("Nobody is known by that.");
        else
        {
            var table = new TextTable("CONVERSATION", "AGENT", "CHANNEL", "LAST (UTC)", "EVENTS");
            foreach (var one in found.Items()) table.Add(one.Text("conversationId"), one.Text("agent"), one.Text("channel"), one.Time("last"), one.Text("events"));
            table.Write(output, TextTable.Width(output));
        }
        return found.Items().Any() ? CommandLine.Fine : CommandLine.Found;
    }
}
