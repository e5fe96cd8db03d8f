using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>pause AGENT</c> and <c>resume AGENT</c>, on one channel or on all: while paused, customers get a holding reply.</summary>
internal static class PauseVerb
{
    private static readonly Argument<string> Agent = new("AGENT");
    private static readonly Option<string?> Channel = new("--channel") { Description = "On this channel; otherwise on all." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why; kept with the pause.", HelpName = "TEXT" };

    /// <param name="name">pause or resume: the last part of the route, too.</param>
    public static Command Create(string name)
    {
        var pauses = name == "pause";
        var command = new Command(name, pauses ? "Has an agent answer with a holding reply." : "Has a paused agent answer again.") { Agent, Channel };
        if (pauses) command.Options.Add(Reason);
        command.SetAction((line, ct) => RunAsync(line, name, pauses ? line.GetValue(Reason) : null, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, string name, string? reason, CancellationToken ct)
    {
        var (agent, channel) = (line.GetValue(Agent)!, line.GetValue(Channel));
        var body = new JsonObject { ["agent"] = agent };
        if (channel is not null) body["channel"] = channel;
        if (reason is not null) body["reason"] = reason;

        await using var client = await OperatorClient.OpenAsync(line, ct);
        var answer = await client.PostAsync($"/api/operator/{name}", body, ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(answer);
        else output.WriteLine($"{agent} {name}d on {channel ?? "all channels"}");
        return CommandLine.Fine;
    }
}
