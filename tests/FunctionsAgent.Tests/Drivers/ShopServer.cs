using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Stands for the company's order system on a port of its own and misbehaves as told.</summary>
internal sealed class ShopServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> paths = new();
    private readonly WebApplication app;

    private ShopServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public IReadOnlyList<string> Paths => [.. paths];

    public static async Task<ShopServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new ShopServer(builder.Build());
        server.app.Run(context =>
        {
            server.paths.Enqueue(context.Request.Path);
            return answer(context);
        });
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
