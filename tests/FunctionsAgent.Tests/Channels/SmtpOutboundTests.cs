using System.Text;
using System.Text.Json.Nodes;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace FunctionsAgent.Tests.Channels;

public sealed class SmtpOutboundTests : IDisposable
{
    private const string SendKey = "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE";
    private const string OwnId = SendKey + "@shop.example";
    private readonly SmtpSink _sink = new();
    private int? _port;
    private readonly FakeTimeProvider _time = new(SignedWebhook.Now);

    public void Dispose() => _sink.Dispose();

    [Fact]
    public async Task A_reply_is_threaded_and_marked_as_automatic()
    {
        Assert.False(Outbound().Dedupes);
        Assert.Equal(new Delivery.Sent(OwnId), await Send(Reply("It is **on its way**: [track it](https://shop.example/t?a=1&b=2).\n\n- #W1001 <b>")));
        var mail = Single();
        Assert.Equal((OwnId, "m1@customer.example", "Re: My order"), (mail.MessageId, mail.InReplyTo, mail.Subject));
        Assert.Equal(["r1@a.example", "m1@customer.example", OwnId], mail.References);
        Assert.Equal(("auto-replied", "All"), (mail.Headers["Auto-Submitted"], mail.Headers["X-Auto-Response-Suppress"]));
        Assert.Equal(("support@shop.example", "ann@customer.example", SignedWebhook.Now), (mail.From.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Address, mail.Date));
        var parts = Assert.IsType<MultipartAlternative>(mail.Body).Cast<TextPart>().ToList();
        Assert.Equal(["text/plain", "text/html"], parts.Select(p => p.ContentType.MimeType));
        Assert.Equal("It is on its way: track it (https://shop.example/t?a=1&b=2).\n\n- #W1001 <b>", parts[0].Text.ReplaceLineEndings("\n").Trim());
        Assert.Contains("<p>It is <strong>on its way</strong>: <a href=\"https://shop.example/t?a=1&amp;b=2\">track it</a>.</p><ul><li>#W1001 &lt;b&gt;</li></ul>", parts[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_attempt_carries_the_same_id()
    {
        await Send(Reply());
        _time.Advance(TimeSpan.FromHours(1));
        await Send(Reply());
        Assert.Equal([OwnId, OwnId], _sink.Received.Select(raw => Read(raw).MessageId));
    }

    [Fact]
    public async Task What_is_sent_is_a_machine_to_our_own_door()
    {
        await Send(Reply());
        var inbound = new MimeInbound(new ChannelOptions { Mime = { BearerToken = Mail.Token } }, "a");
        Assert.Equal(new Accepted.Ignored("auto-submitted"), inbound.Accept(Mail.Request(_sink.Received.Single())));
    }

    [Fact]
    public async Task A_long_thread_keeps_its_root_and_its_newest_ids()
    {
        await Send(Reply(references: [.. Enumerable.Range(0, 40).Select(i => $"r{i}@a.example")]));
        var references = Single().References;
        Assert.Equal((20, "r0@a.example", OwnId, "m1@customer.example"), (references.Count, references[0], references[^1], references[^2]));
    }

    [Theory]
    [InlineData("My order", "Re: My order")]
    [InlineData("RE: re: Re:My order", "Re: My order")]
    [InlineData("AW: Bestellung", "Re: Bestellung")]
    [InlineData("", "Re: your message")]
    [InlineData("x\r\nBcc: all@victim.example", "Re: xBcc: all@victim.example")]
    public void The_subject_keeps_its_base_under_one_prefix(string original, string expected) => Assert.Equal(expected, ReplyMail.Subject(original));

    [Fact]
    public async Task A_strangers_ids_cannot_add_headers()
    {
        var reply = Reply(references: ["good@a.example", "bad@a.example>\r\nBcc: all@victim.example", "two words@a.example"]);
        reply.ReplyRoute["messageId"] = "m1>\r\nX-Evil: 1";
        await Send(reply);
        var mail = Single();
        Assert.Equal(["good@a.example", OwnId], mail.References);
        Assert.Null(mail.Headers["X-Evil"]);
        Assert.Empty(mail.Bcc);
    }

    [Theory]
    [InlineData("550 5.1.1 No such user", "250 Ok", typeof(Delivery.Refused))]
    [InlineData("450 4.2.1 Busy", "250 Ok", typeof(Delivery.Unreachable))]
    [InlineData("250 Ok", "554 5.7.1 Spam", typeof(Delivery.Refused))]
    [InlineData("250 Ok", "451 4.3.0 Try later", typeof(Delivery.Unreachable))]
    public async Task What_the_server_answers_decides_the_delivery(string recipient, string verdict, Type delivery)
    {
        (_sink.Recipient, _sink.Verdict) = (recipient, verdict);
        Assert.IsType(delivery, await Send(Reply()));
    }

    [Fact]
    public async Task A_server_lost_after_the_body_is_a_doubt_and_before_it_is_not()
    {
        _sink.DropAfterData = true;
        Assert.IsType<Delivery.Unknown>(await Send(Reply()));
        (_sink.DropAfterData, _sink.DropBeforeData) = (false, true);
        Assert.IsType<Delivery.Unreachable>(await Send(Reply()));
        Assert.Single(_sink.Received);
    }

    [Fact]
    public async Task No_server_no_setting_and_no_address_have_their_outcomes()
    {
        using (var gone = new SmtpSink())
            _port = gone.Port;
        Assert.IsType<Delivery.Unreachable>(await Send(Reply()));
        Assert.IsType<Delivery.Unreachable>(await new SmtpOutbound(new(), _time).SendAsync(Reply(), CancellationToken.None));
        Assert.IsType<Delivery.Refused>(await Send(Reply() with { ReplyRoute = [] }));
    }

    private SmtpOutbound Outbound() => new(new() { Host = "127.0.0.1", Port = _port ?? _sink.Port, From = "Shop <support@shop.example>" }, _time);

    private Task<Delivery> Send(Outbound message) => Outbound().SendAsync(message, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    private MimeMessage Single() => Read(_sink.Received.Single());

    private static MimeMessage Read(string raw) => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(raw)));

    private static Outbound Reply(string text = "It is on its way.", string[]? references = null) => new(
        SendKey, "thread", "retail-support", "email", "support@shop.example", text, new JsonObject
        {
            ["to"] = "ann@customer.example",
            ["subject"] = "My order",
            ["messageId"] = "m1@customer.example",
            ["references"] = new JsonArray([.. (references ?? ["r1@a.example"]).Select(r => (JsonNode)r)]),
        });
}
