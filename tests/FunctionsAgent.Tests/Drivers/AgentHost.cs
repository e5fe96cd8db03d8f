using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>The whole product in this process, on a free port and a folder of its own. Tests enter by its HTTP doors.</summary>
public sealed class AgentHost : IAsyncDisposable
{
    public const string Agent = "retail-support";

    /// <summary>What a test waits for at most; nothing is measured by it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly bool keep;

    private AgentHost(LocalHost host, string data, bool keep)
    {
        (Host, Data, this.keep) = (host, data, keep);
        Client = new HttpClient { BaseAddress = host.Url, Timeout = TimeSpan.FromSeconds(60) };
        Staff = new HttpClient { BaseAddress = host.Url, Timeout = TimeSpan.FromSeconds(60) };
        Staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Key);
    }

    public LocalHost Host { get; }

    public string Data { get; }

    /// <summary>Anybody.</summary>
    public HttpClient Client { get; }

    /// <summary>Whoever has the embedded key.</summary>
    public HttpClient Staff { get; }

    public T Get<T>() where T : notnull => Host.Services.GetRequiredService<T>();

    /// <param name="data">A folder to go on with; it is then kept. Null: a new one, removed at the end.</param>
    public static async Task<AgentHost> StartAsync(
        string? data = null, IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null, Action<IServiceCollection>? configure = null,
        Action<ILoggingBuilder>? logging = null, IReadOnlyCollection<Type>? functions = null)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("functionsagent-").FullName;
        var host = await LocalHost.StartAsync(new LocalOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            Settings = settings ?? new Dictionary<string, string?>(),
            Time = time ?? TimeProvider.System,
            Configure = configure,
            Logging = logging,
            Functions = functions,
        });
        return new AgentHost(host, folder, data is not null);
    }

    public async Task<ChatSession> OpenChatAsync(object? customer = null, string agent = Agent)
    {
        var response = await Client.PostAsJsonAsync($"/api/chat/{agent}/sessions", customer is null ? (object)new { } : new { customer });
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new ChatSession(this, body.GetProperty("conversationId").GetString()!, body.GetProperty("token").GetString()!);
    }

    /// <summary>A conversation marked as a test.</summary>
    public async Task<ChatSession> OpenTestChatAsync(string agent = Agent)
    {
        var response = await Client.PostAsJsonAsync($"/api/chat/{agent}/sessions", new { test = true });
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new ChatSession(this, body.GetProperty("conversationId").GetString()!, body.GetProperty("token").GetString()!);
    }

    /// <summary>The log as the operator sees it.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> LogAsync(string conversation)
    {
        var body = await Staff.GetFromJsonAsync<JsonElement>($"/api/operator/conversations/{conversation}/log");
        return [.. body.GetProperty("events").EnumerateArray().Select(e => new LoggedEvent(e))];
    }

    /// <summary>Waits until the log says so.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> LogWhenAsync(string conversation, Func<IReadOnlyList<LoggedEvent>, bool> ready)
    {
        var watch = Get<FunctionsAgent.Conversations.LogWatch>();
        var until = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            var ticket = watch.Ticket(conversation);
            var response = await Staff.GetAsync($"/api/operator/conversations/{conversation}/log");
            if (response.IsSuccessStatusCode)
            {
                var log = await LogAsync(conversation);
                if (ready(log)) return log;
                if (DateTimeOffset.UtcNow > until) throw new TimeoutException($"The log never got there. It has: {string.Join(" ", log.Select(e => e.Type))}");
            }
            else if (DateTimeOffset.UtcNow > until) throw new TimeoutException($"No such conversation: {(int)response.StatusCode}");
            await Task.WhenAny(ticket, Task.Delay(50));
        }
    }

    public async Task<JsonElement> VerifyAsync(string conversation) =>
        await Staff.GetFromJsonAsync<JsonElement>($"/api/operator/conversations/{conversation}/verify");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Staff.Dispose();
        await Host.DisposeAsync();
        if (!keep) Directory.Delete(Data, recursive: true);
    }
}

/// <summary>One visitor of the web chat.</summary>
public sealed record ChatSession(AgentHost Host, string Conversation, string Token)
{
    /// <summary>Posts a message; with <paramref name="wait"/> seconds for its answer.</summary>
    public async Task<HttpResponseMessage> PostAsync(string text, string? messageId = null, int? wait = 20, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{Conversation}/messages{(wait is null ? "" : $"?wait={wait}")}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        request.Content = JsonContent.Create(messageId is null ? new { text } : (object)new { text, messageId });
        return await Host.Client.SendAsync(request);
    }

    /// <summary>Says something and answers what came back: status, and the texts.</summary>
    public async Task<(string Status, IReadOnlyList<string> Texts)> SayAsync(string text, string? messageId = null)
    {
        var response = await PostAsync(text, messageId);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("status").GetString()!, [.. body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()!)]);
    }
}

/// <summary>An event of the operator's log.</summary>
public sealed record LoggedEvent(JsonElement Json)
{
    public long Seq => Json.GetProperty("seq").GetInt64();
    public int Episode => Json.GetProperty("episode").GetInt32();
    public DateTimeOffset At => Json.GetProperty("at").GetDateTimeOffset();
    public string Type => Json.GetProperty("type").GetString()!;
    public string Stage => Json.GetProperty("stage").GetString()!;
    public JsonElement Data => Json.GetProperty("data");

    public string? Text(string name) => Data.TryGetProperty(name, out var value) ? value.ToString() : null;

    public IReadOnlyList<string> Answers =>
        Data.TryGetProperty("answers", out var value) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];

    public string? Said(string piece) => Json.GetProperty("content") is { ValueKind: JsonValueKind.Array } content
        ? content.EnumerateArray().Where(p => p.GetProperty("name").GetString() == piece).Select(p => p.GetProperty("value").GetString()).FirstOrDefault() : null;

    public override string ToString() => $"{Seq} {Stage} {Type} {Data}";
}
