using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AuthMd.Providers;

namespace FunctionsAgent.Channels;

/// <summary>Posts JSON signed by Standard Webhooks 1.0. The receiver drops a second attempt under the same <c>webhook-id</c>.</summary>
internal sealed class SignedPost(HttpClient http, TimeProvider time, bool allowLoopback)
{
    /// <summary>From the first byte to the receiver's status line.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Null for what is not https; plain http goes to loopback alone, where that is allowed.</summary>
    public Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && allowLoopback && url.IsLoopback)) ? url : null;

    /// <param name="id">The same for every attempt.</param>
    public async Task<Delivery> SendAsync(Uri url, byte[] secret, string id, byte[] body, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var request = Request(url, secret, id, body);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response.StatusCode, id);
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

    private HttpRequestMessage Request(Uri url, byte[] secret, string id, byte[] body)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhooks.Sign(secret, id, now, body));
        return request;
    }

    private static Delivery Read(HttpStatusCode status, string id) => (int)status switch
    {
        >= 200 and < 300 => new Delivery.Sent(id),
        // "Not now" was not taken, and asks for another attempt.
        429 => new Delivery.Unreachable("The receiver answered 429."),
        408 or >= 500 => new Delivery.Unknown($"The receiver answered {(int)status}."),
        _ => new Delivery.Refused($"The receiver answered {(int)status}{((int)status is >= 300 and < 400 ? "; redirects are not followed" : "")}."),
    };
}
