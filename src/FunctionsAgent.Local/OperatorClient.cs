using System;
using System.CommandLine;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local;

/// <summary>Talks to a running instance over HTTP, or to one that it starts for as long as it lives.</summary>
internal sealed class OperatorClient : IAsyncDisposable
{
    // A waiting message is answered within 20 s; a nightly run over a large log takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly HttpClient http;
    private readonly LocalHost? own;

    private OperatorClient(Uri url, string key, LocalHost? own)
    {
        this.own = own;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = url, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="StartException">No instance runs and none can be started; or the key of the one at --url is not known.</exception>
    public static async Task<OperatorClient> OpenAsync(ParseResult line, CancellationToken ct)
    {
        var found = await Instance.FindAsync(line, ct);
        return found.Key is { } key ? new OperatorClient(found.Url, key, found.Own)
            : throw new StartException(found.Url.IsLoopback
                ? $"{line.GetValue(GlobalOptions.Data)} holds no key for {found.Url}: pass the --data of that instance."
                : $"{found.Url} is not on this machine: pass a --token of staff (az account get-access-token --resource api://CLIENT-ID).");
    }

    /// <summary>Of a host that ends with the client.</summary>
    public static OperatorClient Of(LocalHost host) => new(host.Url, host.Key, host);

    /// <exception cref="ProblemException">The instance refused.</exception>
    public Task<JsonNode> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken ct) => SendAsync(HttpMethod.Post, path, body, ct);

    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonNode> DeleteAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Delete, path, null, ct);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (own is not null) await own.DisposeAsync();
    }

    /// <summary>What is no JSON: a page.</summary>
    /// <exception cref="ProblemException">The instance refused.</exception>
    public Task<string> GetTextAsync(string path, CancellationToken ct) => SendTextAsync(HttpMethod.Get, path, null, ct);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken ct) =>
        Parse(await SendTextAsync(method, path, body, ct)) ?? new JsonObject();

    private async Task<string> SendTextAsync(HttpMethod method, string path, JsonObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        if (response.IsSuccessStatusCode) return text;
        var problem = Parse(text) as JsonObject;
        throw new ProblemException((int)response.StatusCode, Text(problem, "title") ?? response.ReasonPhrase ?? "Refused", Text(problem, "detail"));
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
