using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AuthMd.Client;

/// <summary>
/// Requests to a service nobody here vouches for: <c>https</c>, no redirects, answers up to <see cref="MaximumAnswer"/> bytes within 30 seconds.
/// After 5xx and broken connections the same request is sent again, twice; after 4xx never (specification §18).
/// </summary>
internal sealed class Peer(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    public const int MaximumAnswer = 64 * 1024;

    private const int Retries = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public Task<PeerAnswer> GetAsync(Uri uri, CancellationToken ct) => SendAsync(uri, HttpMethod.Get, () => null, ct);

    public Task<PeerAnswer> PostAsync(Uri uri, JsonObject body, CancellationToken ct) => SendAsync(uri, HttpMethod.Post, () => JsonContent.Create(body, new MediaTypeHeaderValue("application/json")), ct);

    public Task<PeerAnswer> PostAsync(Uri uri, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) => SendAsync(uri, HttpMethod.Post, () => new FormUrlEncodedContent(form), ct);

    /// <summary>The challenges of a request without a token; of the answer only the head is read.</summary>
    public async Task<IReadOnlyList<AuthenticationHeaderValue>> ChallengesAsync(Uri uri, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, PeerUrl.Need(uri));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == HttpStatusCode.Unauthorized ? [.. response.Headers.WwwAuthenticate] : [];
        }
        catch (Exception exception) when (IsBroken(exception, ct))
        {
            throw Unreachable(uri, exception);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<PeerAnswer> SendAsync(Uri uri, HttpMethod method, Func<HttpContent?> content, CancellationToken ct)
    {
        PeerUrl.Need(uri);
        for (var (tries, pause) = (0, FirstPause); ; tries++, pause *= 2)
        {
            TimeSpan? asked;
            try
            {
                var answer = await OnceAsync(uri, method, content(), ct);
                if (answer.Status < 500 || tries == Retries) return answer;
                asked = answer.RetryAfter;
            }
            catch (Exception exception) when (IsBroken(exception, ct))
            {
                if (tries == Retries) throw Unreachable(uri, exception);
                asked = null;
            }
            await Task.Delay(asked is { } wait && wait > pause ? wait < LongestPause ? wait : LongestPause : pause, time, ct);
        }
    }

    private async Task<PeerAnswer> OnceAsync(Uri uri, HttpMethod method, HttpContent? content, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        using var request = new HttpRequestMessage(method, uri) { Content = content, Headers = { Accept = { new("application/json") } } };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        // A handler that was brought along may have followed one by itself.
        if ((int)response.StatusCode is >= 300 and < 400 || (response.RequestMessage?.RequestUri is { } end && end != uri))
            throw new AuthMdClientException("redirected", $"{uri.GetLeftPart(UriPartial.Path)} leads elsewhere; redirects are not followed.", (int)response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        var bytes = new byte[MaximumAnswer + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, either.Token);
        if (length > MaximumAnswer) throw new AuthMdClientException("answer_too_long", string.Create(CultureInfo.InvariantCulture, $"{uri.GetLeftPart(UriPartial.Path)} answered more than {MaximumAnswer} bytes."), (int)response.StatusCode);
        return PeerAnswer.Read(response, bytes.AsMemory(0, length), time.GetUtcNow());
    }

    private static bool IsBroken(Exception exception, CancellationToken ct) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested);

    private static AuthMdClientException Unreachable(Uri uri, Exception exception) => new("unreachable", $"{uri.GetLeftPart(UriPartial.Authority)} gave no answer.", inner: exception);
}
