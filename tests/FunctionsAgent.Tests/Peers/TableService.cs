using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Peers;

/// <summary>Creates every table, has no rows, and answers every transaction in the same way.</summary>
internal sealed class TableService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _batches;
    private long _bytes;

    private TableService(int status, string code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            var batch = context.Request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal);
            if (batch) Interlocked.Increment(ref _batches);
            if (batch) _bytes = await Counted(context.Request.Body);
            context.Response.StatusCode = batch ? status : HttpMethods.IsGet(context.Request.Method) ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent;
            if (!batch) return;
            context.Response.Headers["x-ms-error-code"] = code;
            await context.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["odata.error"] = new { code, message = new { lang = "en-US", value = code } } });
        });
    }

    public int Batches => _batches;

    /// <summary>Size of the last transaction's body.</summary>
    public long Bytes => _bytes;

    public AzureTables Tables => AzureTables.Create(Account(_app.Urls.Single()));

    public static async Task<TableService> StartAsync(int status, string code)
    {
        var service = new TableService(status, code);
        await service._app.StartAsync();
        return service;
    }

    public static string Account(string address) =>
        $"DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=AAAA;TableEndpoint={address}/acc;BlobEndpoint={address}/acc;";

    private static async Task<long> Counted(Stream body)
    {
        using var copy = new MemoryStream();
        await body.CopyToAsync(copy);
        return copy.Length;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
