using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Benchmarks;

/// <summary>An agent of somebody else that registers at ours and exchanges what it is given.</summary>
internal sealed class ForeignAgent(HttpClient client)
{
    private static readonly byte[] Nobody = """{"type":"anonymous"}"""u8.ToArray();

    /// <summary>For nobody in particular.</summary>
    /// <returns>The identity assertion.</returns>
    public Task<string> RegisterAsync() => IdentityAsync(new ByteArrayContent(Nobody) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });

    /// <summary>For whom the provider vouches.</summary>
    /// <returns>The identity assertion.</returns>
    public Task<string> RegisterAsync(string idJag) =>
        IdentityAsync(JsonContent.Create(new { type = "identity_assertion", assertion_type = "urn:ietf:params:oauth:token-type:id-jag", assertion = idJag }));

    /// <returns>The access token.</returns>
    public async Task<string> ExchangeAsync(string assertion)
    {
        using var body = await PostAsync("/oauth2/token", new FormUrlEncodedContent(
            [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", assertion)]));
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Asks for an order and waits for the answer.</summary>
    /// <returns>The conversation.</returns>
    public async Task<string> ConverseAsync(string token)
    {
        using var body = await PostAsync($"/api/agents/{Agent.Name}/messages?wait=20", JsonContent.Create(new { text = "Where is my order #W1001?" }), token);
        return body.RootElement.GetProperty("conversationId").GetString()!;
    }

    public async Task ReadAsync(string conversation, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/conversations/{conversation}") { Headers = { Authorization = new("Bearer", token) } };
        using var response = await client.SendAsync(request);
        await BodyAsync(response);
    }

    private async Task<string> IdentityAsync(HttpContent content)
    {
        using var body = await PostAsync("/agent/identity", content);
        return body.RootElement.GetProperty("identity").GetProperty("assertion").GetString()!;
    }

    private async Task<JsonDocument> PostAsync(string path, HttpContent content, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var response = await client.SendAsync(request);
        return JsonDocument.Parse(await BodyAsync(response));
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response) => response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync()
        : throw new HttpRequestException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
}
