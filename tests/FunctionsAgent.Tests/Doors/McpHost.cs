using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Doors;

/// <summary>A host, an agent that registered with it for nobody in particular, and messages as they lie on the wire.</summary>
public sealed class McpHost : IAsyncLifetime, IAsyncDisposable
{
    public const string Legacy = "2025-06-18", Standalone = "2026-07-28";
    public const string Ask = $"ask_{AgentHost.Agent}", Read = "read_conversation";

    private readonly MemoryLog log = new();
    private string assertion = "";
    private int id;

    public AgentHost Host { get; private set; } = null!;

    /// <summary>Of everything the registration may.</summary>
    public string Token { get; private set; } = "";

    public string Registration { get; private set; } = "";

    internal MemoryLog Log => log;

    public async Task InitializeAsync()
    {
        Host = await AgentHost.StartAsync(logging: logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        (Registration, assertion) = await RegisterAsync(Host);
        Token = await ExchangeAsync(Host, assertion);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        log.Dispose();
    }

    public Task<string> ExchangeAsync(string? scope = null, string? resource = null) => ExchangeAsync(Host, assertion, scope, resource);

    public static async Task<(string Id, string Assertion)> RegisterAsync(AgentHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var answer = await (await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, "/agent/identity", null, ProblemAssert.Utf8("""{"type":"anonymous"}""")))).JsonAsync();
        return (answer.GetProperty("id").GetString()!, answer.GetProperty("identity").GetProperty("assertion").GetString()!);
    }

    public static async Task<string> ExchangeAsync(AgentHost host, string assertion, string? scope = null, string? resource = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = assertion };
        if (scope is not null) form["scope"] = scope;
        if (resource is not null) form["resource"] = resource;
        ArgumentNullException.ThrowIfNull(host);
        using var content = new FormUrlEncodedContent(form);
        var answer = await (await host.Client.PostAsync("/oauth2/token", content)).JsonAsync();
        return answer.TryGetProperty("access_token", out var token) ? token.GetString()! : answer.GetProperty("error").GetString()!;
    }

    /// <summary>One message; null for what is not to be said.</summary>
    public static HttpRequestMessage Post(byte[] body, string? token, string? version = Legacy, string? accept = "application/json, text/event-stream", string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } } };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (version is not null) request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", version);
        return request;
    }

    /// <summary>What a request is answered with, of the stream's last message.</summary>
    public async Task<JsonElement> SendAsync(string method, object parameters, string? token = null, string? version = Legacy)
    {
        using var request = Post(JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = Interlocked.Increment(ref id), method, @params = parameters }), token ?? Token, version);
        if (version == Standalone) request.Headers.Add("Mcp-Method", method);
        if (version == Standalone && JsonSerializer.SerializeToElement(parameters).TryGetProperty("name", out var name)) request.Headers.Add("Mcp-Name", name.GetString());
        using var response = await Host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/event-stream", $"{(int)response.StatusCode}: {text}");
        return Message(text);
    }

    public async Task<JsonElement> CallAsync(string tool, object arguments, string? token = null, string? version = Legacy) => Result(await SendAsync("tools/call", new { name = tool, arguments }, token, version));

    /// <summary>What a tool says is wrong.</summary>
    public async Task<string> ErrorAsync(string tool, object arguments, string? token = null)
    {
        var result = await CallAsync(tool, arguments, token);
        Assert.True(result.TryGetProperty("isError", out var error) && error.GetBoolean(), result.GetRawText());
        return Text(result);
    }

    public static string Text(JsonElement result) => string.Join('\n', result.GetProperty("content").EnumerateArray().Select(block => block.GetProperty("text").GetString()));

    public static JsonElement Result(JsonElement message) => message.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException(message.GetRawText());

    public static JsonElement Message(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var data = stream.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..].Trim()).Last(line => line.Length > 0);
        return JsonDocument.Parse(Encoding.UTF8.GetBytes(data)).RootElement.Clone();
    }
}
