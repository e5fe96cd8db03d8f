using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Smoke;

/// <summary>Stands before an instance and spoils what a test says: a proxy, a platform or a bug between the agent and its callers.</summary>
internal sealed class FaultyFront : IAsyncDisposable
{
    private static readonly string[] Framing = ["Transfer-Encoding", "Content-Length", "Connection", "Date"];

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private FaultyFront(Uri instance)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = instance, Timeout = TimeSpan.FromSeconds(60) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>Answers instead of the instance: true when it has.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>What becomes of a body, by path; streams are left alone.</summary>
    public Func<string, string, string>? Body { get; set; }

    /// <summary>What becomes of the headers, by path.</summary>
    public Action<string, IHeaderDictionary>? Headers { get; set; }

    public static async Task<FaultyFront> StartAsync(Uri instance)
    {
        var front = new FaultyFront(instance);
        await front._app.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task PassAsync(HttpContext context)
    {
        if (Instead is { } instead && await instead(context)) return;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString) { Content = new StreamContent(context.Request.Body) };
        // As a proxy that keeps the host: the instance writes its addresses by it.
        request.Headers.Host = context.Request.Host.Value;
        foreach (var (name, value) in context.Request.Headers)
            if (name is "Authorization" or "Accept" or "Last-Event-ID") request.Headers.TryAddWithoutValidation(name, value.ToString());
            else if (name is "Content-Type" or "Content-Length") request.Content.Headers.TryAddWithoutValidation(name, value.ToString());
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!Framing.Contains(name)) context.Response.Headers[name] = values.ToArray();
        Headers?.Invoke(context.Request.Path, context.Response.Headers);
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[4096];
            for (int read; (read = await stream.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
            return;
        }
        var body = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Body?.Invoke(context.Request.Path, body) ?? body), context.RequestAborted);
    }
}
