using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Conversations that were opened as a test say so, so that no figure counts them.</summary>
public sealed class TestTrafficTests
{
    [Theory]
    [InlineData("""{"test":true}""", true)]
    [InlineData("""{"test":false}""", false)]
    [InlineData("""{"test":null}""", false)]
    [InlineData("{}", false)]
    public async Task Every_episode_of_a_test_says_so_and_no_other(string body, bool test)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        await using var host = await AgentHost.StartAsync(time: time);
        var opened = await (await host.Client.PostAsync($"/api/chat/{AgentHost.Agent}/sessions", new StringContent(body))).Content.ReadFromJsonAsync<JsonElement>();
        var chat = new ChatSession(host, opened.GetProperty("conversationId").GetString()!, opened.GetProperty("token").GetString()!);
        await chat.SayAsync("returns");
        await host.DrainedAsync();
        await host.LogAfterAsync(time, TimeSpan.FromMinutes(35), chat.Conversation, log => log.Any(e => e.Type == "ConversationClosed"));
        await chat.SayAsync("returns");

        var started = (await host.LogAsync(chat.Conversation)).Of("ConversationStarted");
        Assert.Equal(test ? ["True", "True"] : [null, null], started.Select(e => e.Text("test")));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }
}
