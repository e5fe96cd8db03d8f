using System.Text;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using static FunctionsAgent.Tests.Drivers.SignedWebhook;

namespace FunctionsAgent.Tests.Channels;

public sealed class WebhookInboundTests
{
    private const string Other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private const string Body = """{"type":"message.created","timestamp":"2025-10-09T08:53:20Z","data":{"conversation":"c/1#?","messageId":"m-1","text":"Where is my order #W1001?","from":"ann","customer":{"state":"HI"}}}""";

    private static readonly WebhookInbound Inbound = new(
        new ChannelOptions { Webhook = { ["shop"] = new() { Secret = Secret, SecretPrevious = Other }, ["closed"] = new() } }, "retail-support");

    [Fact]
    public void A_signed_message_is_read_whole()
    {
        var message = Message(Request(Body));
        Assert.Equal(("retail-support", "webhook", "shop"), (message.Agent, message.Channel, message.Route));
        Assert.Equal(("shop:conversation:c/1#?", "msg_1", "m-1"), (message.ThreadKey, message.DeliveryId, message.MessageId));
        Assert.Equal(("Where is my order #W1001?", "channel", "ann"), (message.Text, message.Assurance, message.Sender));
        Assert.Equal("HI", message.Customer!["state"]!.GetValue<string>());
        Assert.Equal("c/1#?", message.ReplyRoute!["conversation"]!.GetValue<string>());
        Assert.Equal(Now, message.SentAt);
    }

    [Theory]
    [InlineData("""{"type":"message.created","data":{"text":"hi","from":"ann"}}""", "shop:from:ann", "channel")]
    [InlineData("""{"type":"message.created","data":{"text":"hi","customer":{"state":"TX"}}}""", "shop:delivery:msg_1", "stated")]
    [InlineData("""{"type":"message.created","data":{"text":"hi"}}""", "shop:delivery:msg_1", "none")]
    public void What_is_not_said_is_not_assumed(string body, string thread, string assurance)
    {
        var message = Message(Request(body));
        Assert.Equal((thread, assurance, "msg_1"), (message.ThreadKey, message.Assurance, message.MessageId));
    }

    [Fact]
    public void The_same_request_gives_the_same_answer() => Assert.Equal(Message(Request(Body)).DeliveryId, Message(Request(Body)).DeliveryId);

    [Fact]
    public void A_previous_secret_svix_names_and_a_list_of_signatures_are_accepted()
    {
        Message(Request(Body, secret: Other));
        Message(Request(Body, prefix: "svix"));
        var good = Request(Body);
        Message(good.With("webhook-signature", "v1a,unknown v1,AAAA " + good.Headers["webhook-signature"]));
        Message(Request(Body, source: "SHOP"));
    }

    [Theory]
    [InlineData(-299)]
    [InlineData(300)]
    public void A_clock_may_be_five_minutes_off(long offset) => Message(Request(Body, offset: offset));

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(31_536_000)]
    public void A_signed_stale_or_future_timestamp_is_refused(long offset) => Rejected(Request(Body, offset: offset), 401, "stale-timestamp");

    [Theory]
    [InlineData("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "bad-signature")]
    [InlineData("webhook-signature", "v1,short", "bad-signature")]
    [InlineData("webhook-signature", "", "bad-signature")]
    [InlineData("webhook-signature", "v1,Größe", "bad-signature")]
    [InlineData("webhook-signature", null, "missing-signature")]
    [InlineData("webhook-id", null, "missing-signature")]
    [InlineData("webhook-id", "a.b", "bad-signature")]
    [InlineData("webhook-id", "", "bad-signature")]
    [InlineData("webhook-id", "msg_2", "bad-signature")]
    [InlineData("webhook-timestamp", null, "missing-signature")]
    [InlineData("webhook-timestamp", "1760000000.5", "bad-signature")]
    [InlineData("webhook-timestamp", " 1760000000", "bad-signature")]
    [InlineData("webhook-timestamp", "-1760000000", "bad-signature")]
    [InlineData("webhook-timestamp", "99999999999999999999", "bad-signature")]
    [InlineData("webhook-timestamp", "1760000001", "bad-signature")]
    public void A_tampered_header_is_refused(string header, string? value, string type) => Rejected(Request(Body).With(header, value), 401, type);

    [Fact]
    public void A_tampered_body_and_a_foreign_secret_are_refused()
    {
        Rejected(Request(Body) with { Body = Encoding.UTF8.GetBytes(Body.Replace("W1001", "W1002", StringComparison.Ordinal)) }, 401, "bad-signature");
        Rejected(Request(Body, secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"), 401, "bad-signature");
    }

    [Theory]
    [InlineData("nobody", 404, "unknown-source")]
    [InlineData("closed", 503, "channel-not-configured")]
    public void A_source_that_is_not_open_takes_nothing(string source, int status, string type) => Rejected(Request(Body, source: source), status, type);

    [Fact]
    public void One_byte_over_the_limit_is_too_large()
    {
        var padding = WebhookInbound.MaxBody - Encoding.UTF8.GetByteCount(Body);
        Message(Request(Body + new string(' ', padding)));
        Rejected(Request(Body + new string(' ', padding + 1)), 413, "too-large");
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{\"type\":\"message.created\",", "line 1")]
    [InlineData("[]", "not an object")]
    [InlineData("""{"type":7}""", "\"type\"")]
    [InlineData("""{"type":"message.created"}""", "data.text")]
    [InlineData("""{"type":"message.created","data":"secret words"}""", "data.text")]
    [InlineData("""{"type":"message.created","data":{"text":"  "}}""", "data.text")]
    [InlineData("""{"type":"message.created","data":{"text":["secret words"]}}""", "data.text")]
    [InlineData("""{"type":"message.created","data":{"text":"secret words","conversation":12}}""", "data.conversation")]
    [InlineData("""{"type":"message.created","data":{"text":"secret words","customer":"ann"}}""", "data.customer")]
    [InlineData("""{"type":"message.created","data":{"text":"x","secret words":1,"secret words":2}}""", "name twice")]
    [InlineData("""{"type":"message.created","data":{"text":"secret words \ud83d"}}""", "surrogate")]
    public void A_signed_body_that_makes_no_sense_is_poison_and_its_words_stay_out_of_the_reason(string body, string reason)
    {
        var poison = Assert.IsType<Accepted.Poison>(Inbound.Accept(Request(body)));
        Assert.Equal(("malformed-payload", "retail-support"), (poison.Cause, poison.Agent));
        Assert.Contains(reason, poison.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", poison.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signed_body_that_is_not_utf8_is_poison_with_the_byte()
    {
        byte[] body = [.. "{\"a\":\""u8, 0xE9, .. "\"}"u8];
        Assert.Contains("byte 6", Assert.IsType<Accepted.Poison>(Inbound.Accept(Request(body))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_is_too_long_is_poison() =>
        Assert.IsType<Accepted.Poison>(Inbound.Accept(Request($$$"""{"type":"message.created","data":{"text":"x","conversation":"{{{new string('c', 513)}}}"}}""")));

    [Fact]
    public void Another_type_is_ignored() =>
        Assert.Equal(new Accepted.Ignored("type"), Inbound.Accept(Request("""{"type":"order.shipped","data":{"text":3}}""")));

    private static InboundMessage Message(RawRequest request) => Assert.IsType<Accepted.Message>(Inbound.Accept(request)).Value;

    private static void Rejected(RawRequest request, int status, string type)
    {
        var rejected = Assert.IsType<Accepted.Rejected>(Inbound.Accept(request));
        Assert.Equal((status, type), (rejected.Status, rejected.Type));
    }
}
