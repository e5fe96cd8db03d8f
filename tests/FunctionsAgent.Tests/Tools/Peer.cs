using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsAgent.Tests.Tools;

/// <summary>A company's system as a test wants it to behave, on a port of its own.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly WebApplication app;

    private Peer(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>Every request, in the order of arrival.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <param name="answer">Gets the number of the request, from 1.</param>
    public static async Task<Peer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var peer = new Peer(builder.Build());
        var number = 0;
        peer.app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            peer.Requests.Enqueue(new Received(
                context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers["Idempotency-Key"], await reader.ReadToEndAsync()));
            await answer(context, Interlocked.Increment(ref number));
        });
        await peer.app.StartAsync();
        return peer;
    }

    public static Task<Peer> AnsweringAsync(int status, string body = "", string contentType = "application/json") =>
        StartAsync((context, _) => WriteAsync(context, status, body, contentType));

    public static Task WriteAsync(HttpContext context, int status, string body = "", string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
    }

    /// <summary>A URL nobody listens on.</summary>
    public static string NobodyThere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    internal sealed record Received(string Method, string Target, string? Key, string Body);
}
