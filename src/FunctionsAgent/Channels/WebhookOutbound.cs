using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Channels;

/// <summary>
/// Posts a reply to the source's <c>ReplyUrl</c>, signed by Standard Webhooks 1.0. <c>webhook-id</c> is the send key, so the
/// receiver drops a second attempt. A source without a <c>ReplyUrl</c> reads its replies from the log: that counts as sent.
/// </summary>
public sealed class WebhookOutbound : IOutbound, IDisposable
{
    /// <summary>From the first byte to the receiver's status line.</summary>
    public static readonly TimeSpan Timeout = SignedPost.Timeout;

    private readonly ChannelOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly SignedPost _post;

    /// <param name="allowLoopback">Also allows plain http, to loopback only. False wherever the host is reachable by others.</param>
    public WebhookOutbound(ChannelOptions options, TimeProvider time, bool allowLoopback = false)
        : this(options, time, allowLoopback, EgressGuard.CreateClient(allowLoopback)) { }

    internal WebhookOutbound(ChannelOptions options, TimeProvider time, bool allowLoopback, HttpClient http) =>
        (_options, _time, _http, _post) = (options, time, http, new SignedPost(http, time, allowLoopback));

    public bool Dedupes => true;

    public Task<Delivery> SendAsync(Outbound message, CancellationToken ct)
    {
        if (!_options.Webhook.TryGetValue(message.Route, out var source))
            return Task.FromResult<Delivery>(new Delivery.Refused($"Webhook source {message.Route} is no longer configured."));
        if (string.IsNullOrWhiteSpace(source.ReplyUrl))
            return Task.FromResult<Delivery>(new Delivery.Sent(message.SendKey));
        if (!StandardWebhooks.TryDecodeSecret(source.Secret, out var secret))
            return Task.FromResult<Delivery>(new Delivery.Unreachable($"Setting Channels__Webhook__{message.Route}__Secret is missing or malformed."));
        if (_post.Address(source.ReplyUrl) is not { } url)
            return Task.FromResult<Delivery>(new Delivery.Refused($"Setting Channels__Webhook__{message.Route}__ReplyUrl is not an https address."));
        return _post.SendAsync(url, secret, message.SendKey, Body(message, _time.GetUtcNow()), ct);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Body(Outbound message, DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = "message.replied",
        ["timestamp"] = now.ToString("O", CultureInfo.InvariantCulture),
        ["data"] = new JsonObject
        {
            ["conversation"] = message.ReplyRoute["conversation"]?.DeepClone() ?? message.Conversation,
            ["conversationId"] = message.Conversation,
            ["agent"] = message.Agent,
            ["messageId"] = message.SendKey,
            ["text"] = message.Text,
        },
    });
}
