using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>send TEXT</c>: a customer's message, and the replies.</summary>
internal static class SendVerb
{
    private const int WaitSeconds = 20;

    private static readonly Argument<string> Words = new("TEXT") { Description = "What the customer says." };
    private static readonly Option<string?> Agent = new("--agent") { Description = "Who answers; otherwise the first agent." };
    private static readonly Option<string?> Conversation = new("--conversation") { Description = "Goes on with this conversation.", HelpName = "ID" };
    private static readonly Option<string?> Channel = new("--channel") { Description = "As if it came over this channel; otherwise chat." };
    private static readonly Option<string[]> Customer = new("--customer") { Description = "A fact about the customer, as in state=HI. May be repeated.", HelpName = "K=V" };

    public static Command Create()
    {
        var command = new Command("send", "Sends a customer's message and prints the replies.") { Words, Agent, Conversation, Channel, Customer };
        command.Validators.Add(result =>
        {
            foreach (var fact in (result.GetValue(Customer) ?? []).Where(fact => fact.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"--customer {fact}: write name=value.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        await using var client = await OperatorClient.OpenAsync(line, ct);
        var agent = line.GetValue(Agent) ?? await DefaultAgentAsync(client, ct);
        var answer = await client.PostAsync($"/api/agents/{Uri.EscapeDataString(agent)}/messages?wait={WaitSeconds}", Body(line), ct);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(answer);
        }
        else
        {
            foreach (var message in answer.Items("messages")) output.WriteLine(TextTable.Lines(message.Text("text")));
            if (answer.Text("status") == "handed-off") output.WriteLine("A person takes over.");
            output.WriteLine($"conversation {answer.Text("conversationId")}");
        }
        if (answer.Text("status") != "pending" || answer.Items("messages").Any()) return CommandLine.Fine;
        await line.InvocationConfiguration.Error.WriteLineAsync($"No reply within {WaitSeconds} s; the message is kept and being worked on: see 'log {answer.Text("conversationId")}'.");
        return CommandLine.Found;
    }

    private static async Task<string> DefaultAgentAsync(OperatorClient client, CancellationToken ct)
    {
        var described = await client.GetAsync("/api/operator/describe", ct);
        return described.Items("agents").FirstOrDefault()?.Text("name") is { Length: > 0 } name ? name
            : throw new StartException("The instance has no agent: pass --agents.");
    }

    private static JsonObject Body(ParseResult line)
    {
        var body = new JsonObject { ["text"] = line.GetValue(Words) };
        if (line.GetValue(Conversation) is { } conversation) body["conversationId"] = ConversationId.Parse(conversation).Thread;
        if (line.GetValue(Channel) is { } channel) body["channel"] = channel;
        if (line.GetValue(Customer) is not { Length: > 0 } facts) return body;
        var customer = new JsonObject();
        foreach (var fact in facts) customer[fact[..fact.IndexOf('=', StringComparison.Ordinal)]] = fact[(fact.IndexOf('=', StringComparison.Ordinal) + 1)..];
        body["customer"] = customer;
        return body;
    }
}
