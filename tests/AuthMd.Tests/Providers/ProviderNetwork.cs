using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AuthMd.Tests.Providers;

/// <summary>The internet as the service sees it: documents by URL, and a record of who was asked.</summary>
public sealed class ProviderNetwork : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<HttpResponseMessage>>> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> asked = [];

    /// <summary>Every URL that was asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    public void Serve(string url, string json, string? cacheControl = "public, max-age=300", HttpStatusCode status = HttpStatusCode.OK) => Serve(url, _ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (cacheControl is not null) response.Headers.TryAddWithoutValidation("Cache-Control", cacheControl);
        return Task.FromResult(response);
    });

    public void Serve(string url, Func<CancellationToken, Task<HttpResponseMessage>> answer) => documents[url] = answer;

    public void Serve(TestProvider provider, string? cacheControl = "public, max-age=300")
    {
        ArgumentNullException.ThrowIfNull(provider);
        Serve(provider.JwksUri, provider.Jwks, cacheControl);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        asked.Enqueue(request.RequestUri!.AbsoluteUri);
        return documents.TryGetValue(request.RequestUri.AbsoluteUri, out var answer) ? await answer(cancellationToken) : new(HttpStatusCode.NotFound);
    }
}
