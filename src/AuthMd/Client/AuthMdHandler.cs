using System.Net;
using System.Net.Http.Headers;

namespace AuthMd.Client;

/// <summary>
/// Adds the access token to requests to the API. After 401 the request is sent once more with a token of the assertion, then with one of a refreshed
/// assertion; then the 401 is the answer. Bodies up to <see cref="MaximumBody"/> are kept for that.
/// </summary>
/// <param name="client">Belongs to the caller.</param>
/// <param name="ownsInner">Whether <paramref name="inner"/> ends with this.</param>
public sealed class AuthMdHandler(AuthMdClient client, HttpMessageHandler inner, bool ownsInner = true) : DelegatingHandler(inner)
{
    public const int MaximumBody = 4 * 1024 * 1024;

    /// <exception cref="AuthMdClientException"><c>wrong_resource</c>: the request goes elsewhere, and nothing was sent. <c>registration_required</c>: what the agent has is over.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var uri = request.RequestUri ?? throw new ArgumentException("The request has no URL.", nameof(request));
        if (request.Content is { } content) await content.LoadIntoBufferAsync(MaximumBody, cancellationToken);

        List<string> refused = [];
        var token = await client.TokenAsync(uri, refused, isAssertionSpent: false, cancellationToken);
        while (true)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.Unauthorized || refused.Count == 2) return response;
            refused.Add(token!);
            if ((token = await NextAsync(uri, refused, response, cancellationToken)) is null) return response;
            response.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (ownsInner) base.Dispose(disposing);
    }

    private async Task<string?> NextAsync(Uri uri, List<string> refused, HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return await client.TokenAsync(uri, refused, isAssertionSpent: refused.Count == 2, ct);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
