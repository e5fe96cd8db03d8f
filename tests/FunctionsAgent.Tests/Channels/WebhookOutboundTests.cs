using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Providers;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Channels;

public sealed class WebhookOutboundTests
{
    private const string SendKey = "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE";
    private readonly FakeTimeProvider _time = new(SignedWebhook.Now);

    [Fact]
    public async Task A_reply_is_posted_signed_under_its_send_key()
    {
        using var sink = new HttpSink();
        var take = sink.TakeAsync("202 Accepted");
        using var outbound = Outbound(sink.Url);
        Assert.True(outbound.Dedupes);
        Assert.Equal(new Delivery.Sent(SendKey), await outbound.SendAsync(Message(), CancellationToken.None));
        var (headers, body) = await take;
        StandardWebhooks.TryDecodeSecret(SignedWebhook.Secret, out var key);
        var request = new RawRequest("POST", sink.Url, new Dictionary<string, string>(), headers, body, SignedWebhook.Now);
        Assert.Equal(StandardWebhooks.Outcome.Authentic, StandardWebhooks.Verify(request, [key], out var id));
        Assert.Equal(SendKey, id);
        var data = JsonDocument.Parse(body).RootElement.GetProperty("data");
        Assert.Equal(("c-1", "thread", "It is on its way."), (data.Text("conversation"), data.Text("conversationId"), data.Text("text")));
    }

    [Theory]
    [InlineData("204 No Content", typeof(Delivery.Sent))]
    [InlineData("400 Bad Request", typeof(Delivery.Refused))]
    [InlineData("410 Gone", typeof(Delivery.Refused))]
    [InlineData("429 Too Many", typeof(Delivery.Unreachable))]
    [InlineData("302 Found", typeof(Delivery.Refused))]
    [InlineData("500 Error", typeof(Delivery.Unknown))]
    [InlineData(null, typeof(Delivery.Unknown))]
    public async Task What_the_receiver_answers_decides_the_delivery(string? answer, Type delivery)
    {
        using var sink = new HttpSink();
        var take = sink.TakeAsync(answer, "Location: http://127.0.0.1:1/\r\n");
        using var outbound = Outbound(sink.Url);
        Assert.IsType(delivery, await outbound.SendAsync(Message(), CancellationToken.None));
        await take;
    }

    [Fact]
    public async Task Silence_after_the_request_is_a_doubt()
    {
        using var sink = new HttpSink();
        var take = sink.TakeAsync("");
        using var outbound = Outbound(sink.Url);
        var send = outbound.SendAsync(Message(), CancellationToken.None);
        await take;
        _time.Advance(WebhookOutbound.Timeout);
        Assert.IsType<Delivery.Unknown>(await send.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        string url;
        using (var sink = new HttpSink())
            url = sink.Url;
        using var outbound = Outbound(url);
        Assert.IsType<Delivery.Unreachable>(await outbound.SendAsync(Message(), CancellationToken.None));
    }

    [Theory]
    [InlineData("https://10.0.0.1/hook")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::ffff:192.168.1.1]/")]
    [InlineData("https://localhost:1/")]
    [InlineData("http://shop.example/")]
    [InlineData("ftp://shop.example/")]
    [InlineData("not a url")]
    public async Task An_inner_or_unsafe_address_is_refused(string url)
    {
        using var outbound = Outbound(url, allowLoopback: false);
        Assert.IsType<Delivery.Refused>(await outbound.SendAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task Without_an_address_the_log_keeps_the_reply_and_without_a_source_it_is_refused()
    {
        using var outbound = Outbound(null);
        Assert.IsType<Delivery.Sent>(await outbound.SendAsync(Message(), CancellationToken.None));
        Assert.IsType<Delivery.Refused>(await outbound.SendAsync(Message() with { Route = "gone" }, CancellationToken.None));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Only_public_addresses_are_called(string address, bool allowed) =>
        Assert.Equal(allowed, PublicAddresses.IsAllowed(IPAddress.Parse(address), development: false));

    private WebhookOutbound Outbound(string? url, bool allowLoopback = true) =>
        new(new ChannelOptions { Webhook = { ["shop"] = new() { Secret = SignedWebhook.Secret, ReplyUrl = url } } }, _time, allowLoopback);

    private static Outbound Message() => new(SendKey, "thread", "retail-support", "webhook", "shop", "It is on its way.", new JsonObject { ["conversation"] = "c-1" });
}
