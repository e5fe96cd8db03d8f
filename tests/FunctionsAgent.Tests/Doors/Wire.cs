using System.Net.Http.Headers;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Doors;

/// <summary>Settings that open every door, and the requests of the drivers sent to a running host.</summary>
internal static class Wire
{
    public const string Question = "Where is my order #W1001?";
    public const string From = "support@shop.example";

    public static Dictionary<string, string?> Settings(SmtpSink? smtp = null, string? replyUrl = null) => new()
    {
        ["Channels__Webhook__shop__Secret"] = SignedWebhook.Secret,
        ["Channels__Webhook__shop__ReplyUrl"] = replyUrl,
        ["Channels__Mime__BearerToken"] = Mail.Token,
        ["Channels__Twilio__AuthToken"] = TwilioCall.Token,
        ["Channels__Smtp__Host"] = "127.0.0.1",
        ["Channels__Smtp__Port"] = $"{smtp?.Port ?? 1}",
        ["Channels__Smtp__From"] = From,
        // Twilio signs the address it was told, not the port a test listens on.
        ["Public__BaseUrl"] = TwilioCall.BaseUrl,
    };

    public static Task<AgentHost> StartAsync(SmtpSink? smtp = null, string? replyUrl = null, Action<IServiceCollection>? configure = null) =>
        AgentHost.StartAsync(settings: Settings(smtp, replyUrl), configure: configure);

    /// <summary>The same bytes, headers and target over real HTTP.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this AgentHost host, RawRequest raw)
    {
        using var request = new HttpRequestMessage(new HttpMethod(raw.Method), new Uri(raw.Url).PathAndQuery) { Content = new ReadOnlyMemoryContent(raw.Body) };
        foreach (var (name, value) in raw.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        return await host.Client.SendAsync(request);
    }

    /// <summary>A webhook signed now.</summary>
    public static RawRequest Webhook(object data, string id = "msg_1", string secret = SignedWebhook.Secret, long offset = 0, string type = "message.created") =>
        WebhookBody(JsonSerializer.Serialize(new { type, timestamp = "2026-01-01T00:00:00Z", data }), id, secret, offset);

    public static RawRequest WebhookBody(string body, string id = "msg_1", string secret = SignedWebhook.Secret, long offset = 0) =>
        SignedWebhook.Request(body, id, secret, offset + (long)(DateTimeOffset.UtcNow - SignedWebhook.Now).TotalSeconds);

    public static async Task<string> ConversationAsync(this HttpResponseMessage response)
    {
        Assert.Equal(202, (int)response.StatusCode);
        return (await response.JsonAsync()).GetProperty("conversationId").GetString()!;
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone();

    /// <summary>Problem details with this status and type.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status, string type)
    {
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = await response.JsonAsync();
        Assert.Equal((status, "urn:functionsagent:problem:" + type), (problem.GetProperty("status").GetInt32(), problem.GetProperty("type").GetString()));
        return problem;
    }

    public static Task<IReadOnlyList<LoggedEvent>> WhenTurnsEndedAsync(this AgentHost host, string conversation, int turns = 1) =>
        host.LogWhenAsync(conversation, log => log.Count(e => e.Type == "TurnEnded") >= turns && log.Count(e => e.Type is "ReplySent" or "DeliveryFailed") >= turns);

    /// <summary>What is parked, as an operator lists it.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ParkedAsync(this AgentHost host) =>
        [.. (await (await host.Staff.GetAsync("/api/operator/parked")).JsonAsync()).EnumerateArray()];

    public static async Task<bool> ExistsAsync(this AgentHost host, string conversation) =>
        (await host.Staff.GetAsync($"/api/operator/conversations/{conversation}/log")).IsSuccessStatusCode;

    public static HttpRequestMessage With(this HttpRequestMessage request, string token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
