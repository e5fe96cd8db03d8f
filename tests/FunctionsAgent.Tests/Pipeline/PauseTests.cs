using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Holding an agent or one of its channels: told once, kept, answered after resume.</summary>
public sealed class PauseTests
{
    [Theory]
    [InlineData("chat")]
    [InlineData(null)]
    public async Task Customers_are_told_once_and_answered_after_resume(string? channel)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await OrderAsync(host, "pause", channel);

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?", "m-1");
        await chat.PostAsync("and returns?", "m-2", wait: null);
        await host.DrainedAsync();

        Assert.Equal("pending", status);
        Assert.Contains("pausing for maintenance", Assert.Single(texts), StringComparison.Ordinal);
        var held = await host.LogAsync(chat.Conversation);
        Assert.Equal("holding", Assert.Single(held.Of("ReplySent")).Text("kind"));
        Assert.Empty(held.Of("TurnStarted"));

        Assert.Equal(1, (await OrderAsync(host, "resume", channel)).GetProperty("woken").GetInt32());
        var log = await host.TurnsEndedAsync(chat.Conversation);
        Assert.Equal(["m-1", "m-2"], log.Answered());

        Assert.Equal(0, (await OrderAsync(host, "resume", channel)).GetProperty("woken").GetInt32());
        await host.DrainedAsync();
        Assert.Equal(log.Count, (await host.LogAsync(chat.Conversation)).Count);
    }

    [Fact]
    public async Task Another_channel_is_not_affected()
    {
        await using var host = await AgentHost.StartAsync();
        await OrderAsync(host, "pause", "chat");

        Assert.Equal("replied", await AskAsync(host));
        Assert.Equal("pending", (await (await host.OpenChatAsync()).SayAsync("returns")).Status);

        await OrderAsync(host, "pause", "api");
        Assert.Equal("pending", await AskAsync(host));
    }

    [Fact]
    public async Task A_second_pause_is_told_again()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await OrderAsync(host, "pause", "chat");
        await chat.SayAsync("returns", "m-1");
        await OrderAsync(host, "resume", "chat");
        await host.TurnsEndedAsync(chat.Conversation);
        await OrderAsync(host, "pause", null);

        var (status, texts) = await chat.SayAsync("returns", "m-2");

        Assert.Equal(("pending", 1), (status, texts.Count));
        Assert.Equal(2, (await host.LogAsync(chat.Conversation)).Of("ReplySent").Count(e => e.Text("kind") == "holding"));
    }

    [Fact]
    public async Task A_paused_conversation_is_not_closed_over_its_waiting_messages()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        await OrderAsync(host, "pause", null);
        await chat.SayAsync("returns", "m-1");
        await host.DrainedAsync();

        await host.LogAfterAsync(time, TimeSpan.FromHours(1), chat.Conversation, l => l.Of("TimerSet").Count == 2);
        await OrderAsync(host, "resume", null);

        var log = await host.TurnsEndedAsync(chat.Conversation);
        Assert.Equal(["m-1"], log.Answered());
        Assert.DoesNotContain(log, e => e.Type == "ConversationClosed");
    }

    [Theory]
    [InlineData("""{"agent":"retail-support","channel":7}""", "invalid-member", 400)]
    [InlineData("""{"agent":"retail-support","channel":["chat"]}""", "invalid-member", 400)]
    [InlineData("""{"agent":"retail-support","channel":"fax"}""", "unknown-channel", 400)]
    [InlineData("""{"agent":"retail-support","channel":""}""", "unknown-channel", 400)]
    [InlineData("""{"agent":"nobody"}""", "unknown-agent", 404)]
    [InlineData("{}", "unknown-agent", 404)]
    public async Task An_order_that_cannot_be_read_pauses_nothing(string body, string type, int status)
    {
        await using var host = await AgentHost.StartAsync();

        using var request = ProblemAssert.Request(HttpMethod.Post, "/api/operator/pause", body: ProblemAssert.Utf8(body));
        await ProblemAssert.IsAsync(await host.Staff.SendAsync(request), status, type);

        Assert.Equal("replied", (await (await host.OpenChatAsync()).SayAsync("returns")).Status);
    }

    private static async Task<JsonElement> OrderAsync(AgentHost host, string order, string? channel)
    {
        var response = await host.Staff.PostAsJsonAsync($"/api/operator/{order}", new { agent = AgentHost.Agent, channel, reason = "maintenance" });
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string?> AskAsync(AgentHost host)
    {
        var response = await host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text = "returns" });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString();
    }
}
