using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Agents;

/// <summary>The retail agent as a script and as C#: the same conversation gives the same events, texts and data classes, as far as the C# one goes: it has no articles to ask.</summary>
public sealed class SameEventsTests
{
    [Theory]
    [InlineData("Where is my order #W1001?")]
    [InlineData("w1002")]
    [InlineData("status of W1006 please")]
    [InlineData("my parcel # W1005 is late", "and W1002?")]
    [InlineData("Where is my order?", "1001")]
    [InlineData("where is it, my parcel?", "no idea", "W1001")]
    [InlineData("where is W9999", "9998", "W1001")]
    [InlineData("W9999", "How do I return a lamp?", "W1001")]
    [InlineData("Where is my order?", "I want a refund")]
    [InlineData("How do I return a lamp?", "thanks, and W1003?")]
    [InlineData("I want to speak to a person")]
    [InlineData("W1007")]
    [InlineData("how does a return work?", "are you a human?")]
    [InlineData("W1001", "W1002", "W1001")]
    [InlineData("Where is my order?", "yes")]
    [InlineData("\u00e4\u00f6\ud83d\ude00 W1001 \ud83d\ude00")]
    public async Task Both_say_and_log_the_same(params string[] conversation)
    {
        await using var host = await AgentHost.StartAsync();

        Assert.Equal(await PlayAsync(host, "retail-support-code", conversation), await PlayAsync(host, "retail-support", conversation));
    }

    [Theory]
    [InlineData("get_order", "unavailable")]
    [InlineData("get_order", "timeout")]
    [InlineData("get_order", "invalid_result")]
    [InlineData("get_shipment", "unavailable")]
    [InlineData("get_shipment", "not_found")]
    [InlineData("get_order", "unknown")]
    public async Task Both_bear_the_same_trouble(string broken, string trouble)
    {
        var tool = new ScriptedTool(call => call.Tool.Name != broken
            ? new Ok(JsonSerializer.SerializeToElement(new { id = "W1001", status = "shipped", expected = "2026-11-25", shipment = "S1" }))
            : trouble == "unknown" ? new Unknown("nobody knows") : new Failed(trouble, "it is broken"));
        await using var host = await AgentHost.StartAsync(configure: tool.Register);

        Assert.Equal(await PlayAsync(host, "retail-support-code", "W1001"), await PlayAsync(host, "retail-support", "W1001"));
    }

    private static readonly string[] Fields = ["intent", "rule", "do", "effect", "target", "tool", "outcome", "kind", "class", "reason", "next", "name", "desk", "signal", "step", "rawBytes"];

    private static async Task<IReadOnlyList<string>> PlayAsync(AgentHost host, string agent, params string[] messages)
    {
        var opened = await (await host.Client.PostAsJsonAsync($"/api/chat/{agent}/sessions", new { })).Content.ReadFromJsonAsync<JsonElement>();
        var chat = new ChatSession(host, opened.GetProperty("conversationId").GetString()!, opened.GetProperty("token").GetString()!);
        var lines = new List<string>();
        foreach (var message in messages)
        {
            var (status, texts) = await chat.SayAsync(message);
            lines.Add($"{message} -> {status}: {string.Join(" | ", texts)}");
        }
        // Signals are raised beside the turn, not in it.
        var log = (await host.LogAsync(chat.Conversation)).Where(e => e.Type is not "SignalRaised" and not "ConversationStarted");
        return [.. lines, .. log.Select(Line)];
    }

    private static string Line(LoggedEvent e)
    {
        var data = string.Join(" ", Fields.Where(f => e.Text(f) is not null).Select(f => $"{f}={e.Text(f)}"));
        var content = e.Json.GetProperty("content") is { ValueKind: JsonValueKind.Array } pieces
            ? string.Join(" ", pieces.EnumerateArray().Select(p => $"{p.GetProperty("name")}[{p.GetProperty("class")}]={p.GetProperty("value")}")) : "";
        return $"{e.Stage} {e.Type} {data} {content}".TrimEnd();
    }
}
