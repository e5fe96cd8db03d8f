using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace FunctionsAgent.Channels;

/// <summary>
/// One message and its answer: a server that lives as long as the request. It logs nothing, as it would log what was said; the tools
/// log for themselves.
/// </summary>
internal sealed class McpExchange(JsonRpcMessage message, McpServerOptions options) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            if (await HandleAsync(httpContext, ct)) return;
            // A notification, or an answer to a question nobody here asked.
            response.ContentType = null;
            response.StatusCode = StatusCodes.Status202Accepted;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The caller has gone. What was said is kept, and can be read later.
        }
    }

    private async Task<bool> HandleAsync(HttpContext context, CancellationToken ct)
    {
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using var server = McpServer.Create(transport, options, null, context.RequestServices);
        var running = server.RunAsync(ct);
        try
        {
            return await transport.HandlePostRequestAsync(message, context.Response.Body, first => Start(context.Response, first), ct);
        }
        finally
        {
            await transport.DisposeAsync();
            await running;
        }
    }

    /// <summary>From 2026-07-28 on some errors are statuses, too.</summary>
    private static ValueTask Start(HttpResponse response, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error.Code: var code } && !response.HasStarted)
            response.StatusCode = (McpErrorCode)code switch
            {
                McpErrorCode.HeaderMismatch or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.MissingRequiredClientCapability => StatusCodes.Status400BadRequest,
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                _ => response.StatusCode,
            };
        return ValueTask.CompletedTask;
    }
}
