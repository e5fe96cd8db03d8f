using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

public sealed class WebhookDoorTests
{
    private const string Other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static readonly string Thread = ThreadId.For(AgentHost.Agent, "shop", "webhook", "shop:conversation:c1").Value;

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData(null)]
    public async Task A_reply_nobody_confirmed_is_posted_again_under_its_id_and_counts_once(string? answer)
    {
        using var sink = new HttpSink();
        await using var host = await Wire.StartAsync(replyUrl: sink.Url);
        var conversation = await (await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = "returns" }))).ConversationAsync();
        var first = await sink.TakeAsync(answer, "Connection: close\r\n");
        var second = await sink.TakeAsync("200 OK");
        var log = await host.TurnsEndedAsync(conversation);

        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal("sent", Assert.Single(log.Of("ReplySent")).Text("outcome"));
    }

    [Fact]
    public async Task The_reply_arrives_signed_at_the_reply_address_once()
    {
        using var sink = new HttpSink();
        await using var host = await Wire.StartAsync(replyUrl: sink.Url);

        var first = await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = Wire.Question }));
        var (headers, body) = await sink.TakeAsync("200 OK", "Connection: close\r\n");

        Assert.Equal(Thread, await first.ConversationAsync());
        Assert.True(StandardWebhooks.TryDecodeSecret(SignedWebhook.Secret, out var key));
        var received = new RawRequest("POST", sink.Url, new Dictionary<string, string>(), headers, body, DateTimeOffset.UtcNow);
        Assert.Equal(StandardWebhooks.Outcome.Authentic, StandardWebhooks.Verify(received, [key], out var id));
        var reply = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("message.replied", "c1", Thread, AgentHost.Agent, id), (
            reply.GetProperty("type").GetString(), Data("conversation"), Data("conversationId"), Data("agent"), Data("messageId")));
        Assert.Contains("Your order #W1001 has shipped", Data("text"), StringComparison.Ordinal);

        // The next thing that arrives is the answer to the next question: nothing came twice.
        await host.WhenTurnsEndedAsync(Thread);
        await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = "How do I return it?" }, "msg_2"));
        var second = JsonDocument.Parse((await sink.TakeAsync("204 No Content")).Body).RootElement.GetProperty("data");
        Assert.StartsWith("You can return anything", second.GetProperty("text").GetString(), StringComparison.Ordinal);
        var log = await host.WhenTurnsEndedAsync(Thread, 2);
        Assert.Equal(["msg_1", "msg_2"], log.Where(e => e.Type == "ReplySent").SelectMany(e => e.Answers));
        Assert.All(log.Where(e => e.Type == "ReplySent"), e => Assert.Equal("sent", e.Text("outcome")));

        string? Data(string name) => reply.GetProperty("data").GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_repeated_delivery_is_one_turn()
    {
        await using var host = await Wire.StartAsync();
        var first = await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = Wire.Question }));
        await host.WhenTurnsEndedAsync(Thread);
        // Signed anew, as a retry is.
        var again = await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = Wire.Question }, offset: 60));
        await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = "How do I return it?" }, "msg_2"));

        Assert.Equal(await first.ConversationAsync(), await again.ConversationAsync());
        var log = await host.WhenTurnsEndedAsync(Thread, 2);
        Assert.Equal(["msg_1", "msg_2"], log.Where(e => e.Type == "MessageReceived").Select(e => e.Text("messageId")));
    }

    [Fact]
    public async Task Another_message_under_a_used_id_is_parked()
    {
        await using var host = await Wire.StartAsync();
        await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = Wire.Question }));
        var other = await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = "Something else" }));

        Assert.Equal("parked", (await other.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal("delivery-id-reused", Assert.Single(await host.ParkedAsync()).GetProperty("cause").GetString());
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "body", "bad-signature" }, { "id", "bad-signature" }, { "secret", "bad-signature" }, { "old", "stale-timestamp" }, { "early", "stale-timestamp" },
        { "webhook-id", "missing-signature" }, { "webhook-timestamp", "missing-signature" }, { "webhook-signature", "missing-signature" },
    };

    [Fact]
    public async Task A_forged_or_stale_or_unsigned_request_leaves_nothing()
    {
        await using var host = await Wire.StartAsync();
        var good = Wire.Webhook(new { conversation = "c1", text = Wire.Question });
        foreach (var forgery in Forgeries)
        {
            var (what, type) = ((string)forgery[0], (string)forgery[1]);
            var response = await host.SendAsync(what switch
            {
                "body" => good with { Body = good.Body.ToArray().Select((b, i) => i == good.Body.Length - 4 ? (byte)'x' : b).ToArray() },
                "id" => good.With("webhook-id", "msg_2"),
                "secret" => Wire.Webhook(new { conversation = "c1", text = Wire.Question }, secret: Other),
                "old" => Wire.Webhook(new { conversation = "c1", text = Wire.Question }, offset: -400),
                "early" => Wire.Webhook(new { conversation = "c1", text = Wire.Question }, offset: 400),
                _ => good.With(what, null),
            });
            await response.ProblemAsync(401, type);
        }

        Assert.False(await host.ExistsAsync(Thread));
        Assert.Equal(0, await host.Get<ConversationLog>().PendingCountAsync(Thread, 1, CancellationToken.None));
        Assert.Empty(await host.ParkedAsync());
        // The door itself is open: the untouched request passes.
        Assert.Equal(Thread, await (await host.SendAsync(good)).ConversationAsync());
    }

    [Fact]
    public async Task An_authentic_body_that_is_no_JSON_is_kept_with_its_cause_and_position()
    {
        await using var host = await Wire.StartAsync();
        var response = await host.SendAsync(Wire.WebhookBody("{\"type\":\"message.created\",\n \"data\": oops}"));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("parked", (await response.JsonAsync()).GetProperty("status").GetString());
        var parked = Assert.Single(await host.ParkedAsync());
        Assert.Equal(("door", "malformed-payload", 1), (parked.GetProperty("queue").GetString(), parked.GetProperty("cause").GetString(), parked.GetProperty("count").GetInt32()));
        Assert.Contains("line 2, byte 9", parked.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("oops", parked.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_type_is_no_message()
    {
        await using var host = await Wire.StartAsync();
        var response = await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = Wire.Question }, type: "order.shipped"));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("ignored", (await response.JsonAsync()).GetProperty("status").GetString());
        Assert.False(await host.ExistsAsync(Thread));
        Assert.Empty(await host.ParkedAsync());
    }

    [Fact]
    public async Task During_a_rotation_both_secrets_are_good_and_after_it_one()
    {
        var settings = Wire.Settings();
        settings["Channels__Webhook__shop__Secret__Previous"] = Other;
        await using var host = await AgentHost.StartAsync(settings: settings);
        var previous = Wire.Webhook(new { conversation = "c1", text = Wire.Question }, secret: Other);

        Assert.Equal(202, (int)(await host.SendAsync(previous)).StatusCode);
        Assert.Equal(202, (int)(await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = "How do I return it?" }, "msg_2"))).StatusCode);

        await using var after = await Wire.StartAsync();
        await (await after.SendAsync(previous)).ProblemAsync(401, "bad-signature");
    }

    [Fact]
    public async Task An_unknown_source_and_a_source_without_a_secret_are_closed()
    {
        var settings = Wire.Settings();
        settings["Channels__Webhook__bare__Agent"] = AgentHost.Agent;
        await using var host = await AgentHost.StartAsync(settings: settings);
        var good = Wire.Webhook(new { conversation = "c1", text = Wire.Question });

        await (await host.SendAsync(good with { Url = good.Url.Replace("/shop", "/nobody", StringComparison.Ordinal) })).ProblemAsync(404, "unknown-source");
        await (await host.SendAsync(good with { Url = good.Url.Replace("/shop", "/bare", StringComparison.Ordinal) })).ProblemAsync(503, "channel-not-configured");
    }
}
