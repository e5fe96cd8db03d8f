using System.Net;
using System.Net.Http.Headers;

namespace AuthMd.Providers;

/// <summary>Reads small JSON documents of providers: one GET, 200 alone counts, with a limit on size and time.</summary>
/// <param name="handler">From <see cref="PublicAddresses.CreateHandler"/>; belongs to the caller.</param>
/// <param name="development">Whether <c>http</c> is good enough.</param>
public sealed class ProviderDocuments(HttpMessageHandler handler, TimeProvider time, bool development = false) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="maxBytes">A longer body counts as none.</param>
    /// <returns>Null: there is none to be had now.</returns>
    internal async Task<ProviderDocument?> ReadAsync(Uri uri, int maxBytes, CancellationToken ct)
    {
        if (uri.Scheme != Uri.UriSchemeHttps && !(development && uri.Scheme == Uri.UriSchemeHttp)) return null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentLength > maxBytes) return null;
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var content = new byte[maxBytes + 1];
            var length = await body.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, either.Token);
            return length > maxBytes ? null : new(content.AsMemory(0, length), Age(response.Headers.CacheControl));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private static TimeSpan Age(CacheControlHeaderValue? cache) => cache is null or { NoStore: true } or { NoCache: true } ? TimeSpan.Zero : cache.MaxAge ?? TimeSpan.Zero;
}

/// <param name="MaxAge">As its sender wishes; whoever keeps it has limits of its own.</param>
internal sealed record ProviderDocument(ReadOnlyMemory<byte> Body, TimeSpan MaxAge)
{
    /// <summary>When it has to be read again.</summary>
    public DateTimeOffset Until(DateTimeOffset now, TimeSpan floor, TimeSpan ceiling) => now + (MaxAge < floor ? floor : MaxAge > ceiling ? ceiling : MaxAge);
}
