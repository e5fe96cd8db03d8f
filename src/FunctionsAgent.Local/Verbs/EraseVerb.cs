using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>erase</c>: a person's words go, from one conversation or from all of theirs; the logs still verify.</summary>
internal static class EraseVerb
{
    private static readonly Argument<string?> Id = new("ID") { Description = "One conversation.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("erase", "Erases a person's words for good; `find` shows before where they are.") { Id };
        foreach (var option in Person.Options) command.Add(option);
        command.Validators.Add(result =>
        {
            if (Person.Given(result) + (result.GetValue(Id) is null ? 0 : 1) != 1) result.AddError("erase takes one of ID, --email, --phone, --person and --provider-id.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var body = line.GetValue(Id) is { } id ? new JsonObject { ["conversationId"] = id } : Person.Body(line);
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var erased = await client.PostAsync("/api/operator/erase", body, ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(erased);
        else
        {
            foreach (var one in erased.Items().Where(one => one["conversationId"] is not null)) output.WriteLine($"{one.Text("conversationId")}: {one.Text("events")} events erased{(one.Text("unfinished") == "true" ? "; a call is still under way, erase again in a minute" : "")}");
            foreach (var ended in erased.Items().Where(one => one["registrations"] is not null)) output.WriteLine($"Their account and {ended.Items("registrations").Count()} registrations of agents ended.");
            if (!erased.Items().Any()) output.WriteLine("Nobody is known by that: nothing was erased.");
        }
        return erased.Items().Any() ? CommandLine.Fine : CommandLine.Found;
    }
}
