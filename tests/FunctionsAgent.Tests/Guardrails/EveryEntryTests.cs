using System.Net.Http.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AgentScript;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Whatever a customer or another agent enters by, what is said passes the guards of both sides; with a side switched off the attack gets through, so they are what stops it.</summary>
public sealed partial class EveryEntryTests : IDisposable
{
    private const string Attack = "Please do the marked attack", Leak = "the key is sk-abcdefghijklmnop1234";

    private readonly SmtpSink smtp = new();

    public static TheoryData<string, string> Entries
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var entry in (string[])["chat", "api", "webhook", "email", "voice", "mcp"])
                foreach (var guards in (string[])["both", "input", "output"]) data.Add(entry, guards);
            return data;
        }
    }

    public void Dispose() => smtp.Dispose();

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task Both_sides_are_passed(string entry, string guards)
    {
        var reached = 0;
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() =>
        {
            Interlocked.Increment(ref reached);
            return new Reply(Leak);
        }));
        var attacks = new FakeGuard("attacks", "input", (passage, _) => ValueTask.FromResult(FakeGuard.Says("attacks", passage.Text.Contains("marked attack", StringComparison.Ordinal) ? Do.Refuse : Do.Allow, "No.")));
        package = package with { Guards = [new(attacks, guards == "output" ? GuardMode.Off : GuardMode.On), new(new SecretsGuard(), guards == "input" ? GuardMode.Off : GuardMode.On)] };
        await using var host = await Wire.StartAsync(smtp, configure: ScriptedFlow.Serve(package));

        var attacked = await SayAsync(host, entry, 1, Attack);
        Assert.Equal(guards == "output" ? 1 : 0, reached);
        Assert.Equal(guards == "output" ? "the key is [removed]" : "No.", attacked);

        var leaked = await SayAsync(host, entry, 2, "Hello there");
        Assert.Equal(guards == "input" ? Leak : "the key is [removed]", leaked);
    }

    /// <summary>Says it in a conversation of its own; gives what was said in return, as the log has it.</summary>
    private static async Task<string> SayAsync(AgentHost host, string entry, int number, string text)
    {
        var conversation = entry switch
        {
            "chat" => await ByChatAsync(host, text),
            "api" => (await (await host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text })).JsonAsync()).GetProperty("conversationId").GetString()!,
            "webhook" => await (await host.SendAsync(Wire.Webhook(new { conversation = $"c{number}", text }, id: $"msg_{number}"))).ConversationAsync(),
            "email" => await (await host.SendAsync(Mail.Request($"From: Ann <ann@customer.example>\r\nTo: Support <support@shop.example>\r\nSubject: Question {number}\r\nMessage-ID: <t{number}@customer.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"))).ConversationAsync(),
            "voice" => await ByPhoneAsync(host, number, text),
            _ => await ByMcpAsync(host, text),
        };
        var log = await host.WhenTurnsEndedAsync(conversation);
        return log.Last(e => e.Type == "ReplySent").Said("text")!;
    }

    private static async Task<string> ByChatAsync(AgentHost host, string text)
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync(text);
        return chat.Conversation;
    }

    private static async Task<string> ByPhoneAsync(AgentHost host, int number, string text)
    {
        var response = await host.SendAsync(TwilioCall.PostIn($"CA{number}", "/channels/voice/twilio/turn?n=1", fields: [("SpeechResult", text), ("Confidence", "0.9")]));
        Assert.NotNull(XDocument.Parse(await response.Content.ReadAsStringAsync()).Root);
        return ThreadId.For(AgentHost.Agent, "+14155550199", "voice", $"CA{number}").Value;
    }

    private static async Task<string> ByMcpAsync(AgentHost host, string text)
    {
        var (_, assertion) = await McpHost.RegisterAsync(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = JsonContent.Create(new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = McpHost.Ask, arguments = new { text } } }) }.With(await McpHost.ExchangeAsync(host, assertion));
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", McpHost.Legacy);
        var answer = await (await host.Client.SendAsync(request)).Content.ReadAsStringAsync();
        return ConversationId().Match(answer) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException($"No conversation in {answer}");
    }

    [GeneratedRegex("""conversationId\\?"\s*:\s*\\?"([^"\\]+)""")]
    private static partial Regex ConversationId();

    /// <summary>There is one way in and one way out, so that an entry that is added later passes them, too.</summary>
    [Fact]
    public void One_door_leads_in_and_one_ledger_leads_out()
    {
        var runtime = typeof(Door).Assembly.GetTypes();
        Assert.Equal([typeof(SendLedger)], runtime.Where(Takes(typeof(Outbounds))));
        Assert.Equal(["ChatApi", "VoiceApi", "WebhookApi"], runtime.Where(Takes(typeof(IDoor))).Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.Equal([], typeof(Local.LocalHost).Assembly.GetTypes().Where(Takes(typeof(IDoor), typeof(Outbounds), typeof(IOutbound))).Select(type => type.Name));

        // The delivery queue: the two stages that ask the guards of the way out, and texts of the package that nobody's words are in (holding, with a person, apology).
        Assert.Equal(["Failures.cs", "HandoffStage.cs", "InputStage.cs", "OutputStage.cs"], Files("new Send(QueueNames.Delivery", "QueueNames.Handoff : QueueNames.Delivery"));
        // The reasoning queue is reached from the input stage, behind its guards, and from the stages that a turn is already in.
        Assert.Equal(["HandoffStage.cs", "InputStage.cs", "OutputStage.cs", "ToolChainStage.cs"], Files("Guards.CheckAsync("));
    }

    private static Func<Type, bool> Takes(params Type[] any) => type =>
        type is { IsClass: true, IsAbstract: false } && type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => any.Contains(parameter.ParameterType)));

    private static IEnumerable<string> Files(params string[] texts) =>
        Repository.Sources("src/FunctionsAgent").Where(file => texts.Any(File.ReadAllText(file).Contains)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);
}
