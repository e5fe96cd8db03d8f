using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Smoke;

/// <summary>The instance from outside: plain HTTP, no redirects, no cookies.</summary>
internal sealed class SmokeHttp(Uri url) : IDisposable
{
    /// <summary>A long poll is answered within 30 s; an app that was scaled to zero takes its time to come up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url, Timeout = Patience };

    public Uri Url => url;

    public Task<Answer> GetAsync(string path, CancellationToken ct, string? token = null) => SendAsync(new(HttpMethod.Get, path), token, ct);

    public Task<Answer> PostAsync(string path, object body, CancellationToken ct, string? token = null) =>
        SendAsync(new(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, token, ct);

    /// <summary>The lines of a Server-Sent Events stream, as long as somebody reads them.</summary>
    public async Task<(Answer Head, StreamReader Lines)> StreamAsync(string path, string lastEventId, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new("text/event-stream"));
        request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        // Disposing the reader closes the connection.
        return (Of(request, response, ""), new StreamReader(await response.Content.ReadAsStreamAsync(ct)));
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request, string? token, CancellationToken ct)
    {
        using (request)
        {
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request, ct);
            return Of(request, response, await response.Content.ReadAsStringAsync(ct));
        }
    }

    private static Answer Of(HttpRequestMessage request, HttpResponseMessage response, string body) => new(
        $"{request.Method} {request.RequestUri?.AbsolutePath}", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", response.Headers, body);
}
