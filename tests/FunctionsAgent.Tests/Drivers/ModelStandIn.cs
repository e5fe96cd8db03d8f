using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>
/// Stands for Azure OpenAI, OpenAI and Anthropic on a port of its own: each in its own wire format, strict about addresses, keys,
/// versions and bodies. Answers are taken in the order they were told; the last one stays.
/// </summary>
internal sealed class ModelStandIn : IAsyncDisposable
{
    public const string Deployment = "stand-in";
    public const string Key = "key-of-the-stand-in";

    private readonly ConcurrentQueue<StandInAnswer> answers = new();
    private readonly ConcurrentQueue<StandInRequest> requests = new();
    private readonly Channel<StandInRequest> arrivals = Channel.CreateUnbounded<StandInRequest>();
    private readonly ConcurrentQueue<string> violations = new();
    private readonly TaskCompletionSource over = new();
    private readonly WebApplication app;

    private ModelStandIn(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>Every request that came, in its order, refused ones too.</summary>
    public IReadOnlyList<StandInRequest> Requests => [.. requests];

    /// <summary>The next request that nobody has waited for yet; waits for it.</summary>
    public Task<StandInRequest> NextAsync() => arrivals.Reader.ReadAsync().AsTask().WaitAsync(AgentHost.Patience);

    /// <summary>What real peers would refuse in the requests' bodies; the stand-in refuses it, too.</summary>
    public IReadOnlyList<string> Violations => [.. violations];

    /// <summary>What the app's identity shows, beside the key.</summary>
    public string Bearer { get; set; } = "token-of-the-app";

    public bool IsBearerExpired { get; set; }

    /// <summary>What it answers to each request, instead of what it was told beforehand.</summary>
    public Func<StandInRequest, StandInAnswer>? Answers { get; set; }

    public static async Task<ModelStandIn> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var standIn = new ModelStandIn(builder.Build());
        standIn.app.Run(standIn.ServeAsync);
        await standIn.app.StartAsync();
        return standIn;
    }

    public ModelStandIn Says(string text) => Does(new(text));

    /// <param name="arguments">An object; its properties are the arguments.</param>
    public ModelStandIn Calls(string tool, object? arguments = null) => CallsWith(tool, JsonSerializer.Serialize(arguments ?? new { }));

    /// <param name="arguments">As the model writes them, JSON or not.</param>
    public ModelStandIn CallsWith(string tool, string arguments) => Does(new(Calls: [(tool, arguments)]));

    /// <summary>Begins to say it, and then its stream ends so.</summary>
    public ModelStandIn Says(string text, StreamEnd end) => Does(new(text, End: end));

    public ModelStandIn Refuses(int status, string code, string message = "refused", params (string Name, string Value)[] headers) =>
        Does(new(Status: status, Code: code, Message: message, Headers: headers));

    /// <param name="header">retry-after or retry-after-ms, say.</param>
    public ModelStandIn Throttles(string header, string value) => Refuses(429, "429", "Requests have exceeded the rate limit.", (header, value));

    /// <summary>The provider's filter refuses the prompt.</summary>
    public ModelStandIn FiltersPrompt() => Refuses(400, "content_filter", "The response was filtered due to the prompt triggering content management policy.");

    /// <summary>Sends nothing before <paramref name="gate"/> is done; null: never.</summary>
    public ModelStandIn Hangs(Task? gate = null, string text = "Late") => Does(new(text, Gate: gate ?? over.Task));

    public ModelStandIn Does(StandInAnswer answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    /// <summary>Forgets what it was told.</summary>
    public ModelStandIn Clear()
    {
        answers.Clear();
        return this;
    }

    /// <summary>Settings that make it an endpoint that may have personal data.</summary>
    /// <param name="kind">azure-openai, openai or anthropic.</param>
    public Dictionary<string, string?> Settings(string name = "default", string kind = "azure-openai", params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            [$"Models:{name}:Kind"] = kind, [$"Models:{name}:Endpoint"] = kind == "openai" ? Url + "/v1" : Url, [$"Models:{name}:Deployment"] = Deployment, [$"Models:{name}:ApiKey"] = Key,
            [$"Models:{name}:Boundary"] = "tenant", [$"Models:{name}:Contract"] = "zero retention", [$"Models:{name}:RetentionDays"] = "0",
        };
        foreach (var (key, value) in more) settings[$"Models:{name}:{key}"] = value;
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        over.TrySetResult();
        await app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var request = new StandInRequest(context.Request.Path, context.Request.QueryString.ToString(), context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.RootElement.Clone());
        requests.Enqueue(request);
        arrivals.Writer.TryWrite(request);
        IStandInWire wire = request.Path == "/v1/messages" ? new AnthropicWire(context) : new ChatCompletionsWire(context, request.Path.StartsWith("/openai/", StringComparison.Ordinal));
        if (wire.Refusal(request, this) is { } refusal)
        {
            if (refusal.Status == 400) violations.Enqueue(refusal.Message);
            await wire.RefuseAsync(refusal);
            return;
        }
        var answer = Answers is { } by ? by(request) : answers.Count > 1 && answers.TryDequeue(out var next) ? next : answers.TryPeek(out var last) ? last : new StandInAnswer("Hello.");
        if (answer.Gate is { } gate) await gate.WaitAsync(context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var (name, value) in answer.Headers ?? []) context.Response.Headers[name] = value;
        if (answer.Status != 200) await wire.RefuseAsync(answer);
        else await wire.AnswerAsync(answer);
    }
}

/// <summary>A provider's way to speak.</summary>
internal interface IStandInWire
{
    /// <summary>What the real peer would refuse; null: nothing.</summary>
    StandInAnswer? Refusal(StandInRequest request, ModelStandIn standIn);

    Task RefuseAsync(StandInAnswer refusal);

    Task AnswerAsync(StandInAnswer answer);
}
