using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RetailSupport.Backend;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// What lies outside the process that dies: the company's systems and the receiver of webhooks. It counts every effect
/// under its key; a credit or a cancellation is made as often as it is asked for, so that a repeat shows.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication app;
    private int reads;

    private Shop(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>Effects by key: <c>POST /refunds KEY</c>.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls of tools that read; a question what became of a credit is none.</summary>
    public int Reads => reads;

    /// <summary>Replies by webhook-id, with the text of the last.</summary>
    public ConcurrentDictionary<string, (int Count, string Body)> Replies { get; } = new(StringComparer.Ordinal);

    public RefundLedger Refunds { get; private init; } = new(TimeProvider.System);

    public int Calls(string path) => Asked.Where(a => a.Key.StartsWith($"POST {path} ", StringComparison.Ordinal)).Sum(a => a.Value);

    public static async Task<Shop> StartAsync()
    {
        // The days of its orders must not change between a clean run and the last crash.
        var data = new BackendData(new FakeTimeProvider(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero)));
        var app = Backend.Create("http://127.0.0.1:0", data);
        var shop = new Shop(app) { Refunds = data.Refunds };
        app.Use(shop.CountAsync);
        foreach (var path in (string[])["/credits", "/cancellations"]) app.MapPost(path, () => Results.Json(new { status = "accepted" }));
        app.MapGet("/credits", (string key) => shop.Asked.ContainsKey($"POST /credits {key}") ? Results.Json(new { status = "accepted" }) : Results.NotFound());
        app.MapPost("/reply", shop.ReplyAsync);
        await app.StartAsync();
        return shop;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key)
            Asked.AddOrUpdate($"{context.Request.Method} {context.Request.Path} {key}", 1, (_, n) => n + 1);
        if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/credits")) Interlocked.Increment(ref reads);
        return next(context);
    }

    private async Task<IResult> ReplyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        Replies.AddOrUpdate(request.Headers["webhook-id"].ToString(), (1, body), (_, before) => (before.Count + 1, body));
        return Results.Ok();
    }
}
