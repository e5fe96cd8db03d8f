using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Conversations;

/// <summary>What the rows of a thread may hold: large content, unknown events, the largest head.</summary>
public sealed class LogRowsTests
{
    [Fact]
    public async Task Content_over_48_KiB_lies_in_blobs_and_comes_back()
    {
        var settings = new Dictionary<string, string?> { ["Channels__Webhook__shop__Secret"] = SignedWebhook.Secret };
        await using var host = await AgentHost.StartAsync(settings: settings, time: new FakeTimeProvider(SignedWebhook.Now));
        var text = string.Concat(Enumerable.Range(0, 6_000).Select(n => $"line {n:D5} é\n"));
        var response = await host.Client.SendAsync(Post(JsonSerializer.Serialize(new { type = "message.created", data = new { conversation = "c-1", text } })));
        response.EnsureSuccessStatusCode();
        var conversation = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString()!;

        var log = await host.TurnsEndedAsync(conversation);

        var received = Assert.Single(log.Of("MessageReceived"));
        Assert.Equal(text, received.Said("text"));
        var row = await host.Get<ITables>().GetAsync(Keys.Table, conversation, Keys.Event(received.Seq));
        Assert.Null(row!.Cells.Content);
        var hash = JsonDocument.Parse(row.Cells.Json!).RootElement.GetProperty("contentHash").GetString()!;
        Assert.NotNull(await host.Get<IBlobs>().GetAsync("content/" + hash));
        Assert.True((await host.VerifyAsync(conversation)).GetProperty("ok").GetBoolean());

        await host.Get<IBlobs>().PutAsync("content/" + hash, Encoding.UTF8.GetBytes("[]"));
        await host.Get<IBlobs>().DeleteAsync("content/" + hash);
        Assert.False((await host.VerifyAsync(conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_event_of_a_type_nobody_knows_is_kept_and_skipped()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        await host.DrainedAsync();
        var log = host.Get<ConversationLog>();
        var at = await log.LoadAsync(chat.Conversation, CancellationToken.None);
        var later = new EventBody("WeatherChanged", new JsonObject { ["next"] = "nowhere", ["name"] = "quiet" }, [new Piece("text", "public", "staff", "rain")]);
        await log.CommitAsync(chat.Conversation, at, "weather", null, new Decision([later]), CancellationToken.None);

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?");

        Assert.Equal("replied", status);
        Assert.Contains("#W1001", Assert.Single(texts), StringComparison.Ordinal);
        Assert.Equal("rain", Assert.Single((await host.LogAsync(chat.Conversation)).Of("WeatherChanged")).Said("text"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public void A_head_over_16_KiB_is_refused_with_its_arithmetic()
    {
        var turn = new Turn("t1", "reasoning", DateTimeOffset.UnixEpoch, 1, [.. Enumerable.Repeat(new string('x', 200), 90)], 1, 1);
        var refused = Assert.Throws<LimitException>(() => (Head.Empty with { Agent = "a", Channel = "chat", Turn = turn }).ToJson());

        Assert.Matches(@"head of thread a/chat has 1\d,\d{3} characters of JSON, the limit is 16,384", refused.Message);
        Assert.NotEmpty((Head.Empty with { Turn = turn with { Answers = turn.Answers[..50] } }).ToJson());
    }

    [Fact]
    public async Task Many_waiting_messages_with_the_longest_ids_never_outgrow_the_head()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is order W1001?", wait: null);
        await tool.Entered;
        // A control character takes six characters of JSON: twenty such ids are 24,000.
        var ids = Enumerable.Range(0, 20).Select(n => new string((char)1, 198) + n.ToString("D2", null)).ToList();
        foreach (var id in ids) Assert.Equal(202, (int)(await chat.PostAsync("returns", id, wait: null)).StatusCode);
        tool.Release();

        var log = await host.LogWhenAsync(chat.Conversation, l => l.Answered().Count >= 21);

        Assert.Equal(ids, log.Answered().Skip(1));
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
    }

    private static HttpRequestMessage Post(string body)
    {
        var signed = SignedWebhook.Request(body);
        var request = ProblemAssert.Request(HttpMethod.Post, "/channels/webhook/shop", body: signed.Body.ToArray());
        foreach (var (name, value) in signed.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
