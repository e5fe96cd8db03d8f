using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Providers;

namespace FunctionsAgent.Channels;

/// <summary>
/// Posts a reply to the source's <c>ReplyUrl</c>, signed by Standard Webhooks 1.0. <c>webhook-id</c> is the send key, so the
/// receiver drops a second attempt. A source without a <c>ReplyUrl</c> reads its replies from the log: that counts as sent.
/// </summary>
public sealed class WebhookOutbound : IOutbound, IDisposable
{
    /// <summary>From the first byte to the receiver's status line.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly ChannelOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _allowLoopback;
    private readonly HttpClient _http;

    /// <param name="allowLoopback">Also allows plain http, to loopback only. False wherever the host is reachable by others.</param>
    public WebhookOutbound(ChannelOptions options, TimeProvider time, bool allowLoopback = false)
        : this(options, time, allowLoopback, EgressGuard.CreateClient(allowLoopback)) { }

    internal WebhookOutbound(ChannelOptions options, TimeProvider time, bool allowLoopback, HttpClient http) =>
        (_options, _time, _allowLoopback, _http) = (options, time, allowLoopback, http);

    public bool Dedupes => true;

    public async Task<Delivery> SendAsync(Outbound message, CancellationToken ct)
    {
        if (!_options.Webhook.TryGetValue(message.Route, out var source))
            return new Delivery.Refused($"Webhook source {message.Route} is no longer configured.");
        if (string.IsNullOrWhiteSpace(source.ReplyUrl))
            return new Delivery.Sent(message.SendKey);
        if (!StandardWebhooks.TryDecodeSecret(source.Secret, out var secret))
            return new Delivery.Unreachable($"Setting Channels__Webhook__{message.Route}__Secret is missing or malformed.");
        if (!Uri.TryCreate(source.ReplyUrl, UriKind.Absolute, out var url) || !(url.Scheme == "https" || (url.Scheme == "http" && _allowLoopback && url.IsLoopback)))
            return new Delivery.Refused($"Setting Channels__Webhook__{message.Route}__ReplyUrl is not an https address.");
        using var deadline = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var request = Request(message, url, secret);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response.StatusCode, message.SendKey);
        }
        catch (HttpRequestException e) when (e.InnerException is BlockedTargetException blocked)
        {
            return new Delivery.Refused(blocked.Message);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new Delivery.Unreachable($"No connection to {url.Host}: {e.HttpRequestError}.");
        }
        catch (HttpRequestException e)
        {
            return new Delivery.Unknown($"The connection to {url.Host} broke after the request was sent: {e.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Delivery.Unknown($"{url.Host} did not answer within {Timeout.TotalSeconds:0} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Outbound message, Uri url, byte[] secret)
    {
        var now = _time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
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
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", message.SendKey);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhooks.Sign(secret, message.SendKey, now.ToUnixTimeSeconds(), body));
        return request;
    }

    private static Delivery Read(HttpStatusCode status, string sendKey) => (int)status switch
    {
        >= 200 and < 300 => new Delivery.Sent(sendKey),
        // "Not now" was not taken, and asks for another attempt.
        429 => new Delivery.Unreachable("The receiver answered 429."),
        408 or >= 500 => new Delivery.Unknown($"The receiver answered {(int)status}."),
        _ => new Delivery.Refused($"The receiver answered {(int)status}{((int)status is >= 300 and < 400 ? "; redirects are not followed" : "")}."),
    };
}
