using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Peers;

/// <summary>The official packages sign what our doors take, and take what we sign.</summary>
[Trait("Category", "Peers")]
public sealed class SignaturesOfOthersTests(Node node) : IClassFixture<Node>
{
    private const string Body = """{"type":"message.created","data":{"conversation":"c1","text":"Where is my order #W1001? Grüße 👋"}}""";
    private const string Sign = "process.stdout.write(new (require('standardwebhooks').Webhook)(input.secret).sign(input.id, new Date(input.stamp * 1000), input.body))";
    private const string Verify = "try { console.log(new (require('standardwebhooks').Webhook)(input.secret).verify(input.body, input.headers).type) } catch (e) { console.log(e.constructor.name) }";

    [Fact]
    public async Task A_webhook_signed_by_the_reference_library_is_answered_with_one_that_it_verifies()
    {
        using var sink = new HttpSink();
        await using var host = await Wire.StartAsync(replyUrl: sink.Url);
        var stamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signature = await node.RunAsync(Sign, new { secret = SignedWebhook.Secret, id = "msg_node", stamp, body = Body });
        var signed = Request(Body, stamp, signature);

        await (await host.SendAsync(Request(Body.Replace("W1001", "W1002", StringComparison.Ordinal), stamp, signature))).ProblemAsync(401, "bad-signature");
        var conversation = await (await host.SendAsync(signed)).ConversationAsync();
        var (headers, body) = await sink.TakeAsync("200 OK");
        var reply = Encoding.UTF8.GetString(body);

        Assert.Contains("Your order #W1001 has shipped", JsonDocument.Parse(reply).RootElement.GetProperty("data").GetProperty("text").GetString(), StringComparison.Ordinal);
        var lower = headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value);
        Assert.Equal("message.replied", await node.RunAsync(Verify, new { secret = SignedWebhook.Secret, body = reply, headers = lower }));
        Assert.Equal("WebhookVerificationError", await node.RunAsync(Verify, new { secret = SignedWebhook.Secret, body = reply + " ", headers = lower }));
        Assert.Equal("sent", (await host.WhenTurnsEndedAsync(conversation)).Single(e => e.Type == "ReplySent").Text("outcome"));
    }

    [Theory]
    [InlineData(TwilioCall.Token, 200)]
    [InlineData("another-accounts-token", 403)]
    public async Task A_call_signed_by_Twilios_library_is_taken_under_our_token_alone(string token, int status)
    {
        await using var host = await Wire.StartAsync();
        var raw = TwilioCall.Post("/channels/voice/twilio/turn?n=1", fields: [("SpeechResult", "Où est ma commande & order W1001? 100% +1"), ("Confidence", "0.9"), ("_x", ""), ("a", "1")]);
        var fields = Encoding.ASCII.GetString(raw.Body.Span).Split('&').Select(f => f.Split('=')).ToDictionary(f => Uri.UnescapeDataString(f[0]), f => Uri.UnescapeDataString(f[1]));
        var signature = await node.RunAsync("process.stdout.write(require('twilio').getExpectedTwilioSignature(input.token, input.url, input.fields))", new { token, url = raw.Url, fields });

        Assert.Equal(status, (int)(await host.SendAsync(raw.With("X-Twilio-Signature", signature))).StatusCode);
    }

    private static RawRequest Request(string body, long stamp, string signature) => new("POST", "http://127.0.0.1/channels/webhook/shop", new Dictionary<string, string>(),
        new Dictionary<string, string>
        {
            ["webhook-id"] = "msg_node", ["webhook-timestamp"] = stamp.ToString(CultureInfo.InvariantCulture), ["webhook-signature"] = signature, ["Content-Type"] = "application/json",
        }, Encoding.UTF8.GetBytes(body), DateTimeOffset.UtcNow);
}
