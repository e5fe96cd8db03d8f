using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local;

/// <summary>Maps HTTP functions to endpoints. The request's scope is the function's scope.</summary>
internal static partial class HttpBinding
{
    /// <summary>Answers what nobody answered (404, 405) and what a function threw, before the endpoints are mapped.</summary>
    public static void UseProblems(this WebApplication app) => app.Use(async (HttpContext context, RequestDelegate next) =>
    {
        try
        {
            await next(context);
            await FillAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: there is nobody to answer.
        }
        catch (OperationCanceledException) when (!context.Response.HasStarted && Stopping(context).IsCancellationRequested)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping", "This program is stopping: ask again when it runs.");
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-large" : "bad-request", e.Message);
        }
        catch (Exception e)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpBinding));
            Log.Failed(logger, context.GetEndpoint()?.DisplayName ?? "-", context.TraceIdentifier, e);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }
            context.Response.Clear();
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "internal", $"The request failed here. Its id in the log is {context.TraceIdentifier}.");
        }
    });

    public static void MapFunctions(this WebApplication app, FunctionCatalog catalog)
    {
        var registered = app.Services.GetRequiredService<IServiceProviderIsService>();
        foreach (var entry in catalog.Entries)
            if (entry.Trigger is Trigger.Http http)
                Map(app, entry, http, new FunctionInvoker(entry, registered));
    }

    private static void Map(WebApplication app, FunctionEntry entry, Trigger.Http http, FunctionInvoker invoker)
    {
        Task Handle(HttpContext context) => RunAsync(context, entry, invoker);
        var endpoint = http.Methods.IsEmpty ? app.Map(http.Route, Handle) : app.MapMethods(http.Route, http.Methods, Handle);
        endpoint.WithDisplayName(entry.Name);
    }

    private static async Task RunAsync(HttpContext context, FunctionEntry entry, FunctionInvoker invoker)
    {
        var route = context.Request.RouteValues;
        using var cut = Cut(context);
        var function = new LocalFunctionContext(
            entry.Name, context.TraceIdentifier, context.RequestServices, route.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase), cut?.Token ?? context.RequestAborted);
        var answer = await invoker.InvokeAsync(new Invocation(context.RequestServices, context.Request, function, route));
        await ((IResult)answer!).ExecuteAsync(context);
    }

    /// <summary>A GET changes nothing and may wait long for news: it ends when the host stops. Everything else is let finish.</summary>
    private static CancellationTokenSource? Cut(HttpContext context) => HttpMethods.IsGet(context.Request.Method)
        ? CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping(context))
        : null;

    private static CancellationToken Stopping(HttpContext context) => context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>A bare error status gets a body; a function's own body stays.</summary>
    private static Task FillAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength > 0 || response.ContentType is not null) return Task.CompletedTask;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound when context.GetEndpoint() is null => Problem.WriteAsync(context, 404, "no-such-route", $"There is nothing at {context.Request.Path}."),
            StatusCodes.Status404NotFound => Problem.WriteAsync(context, 404, "not-found"),
            StatusCodes.Status405MethodNotAllowed => Problem.WriteAsync(context, 405, "method-not-allowed", $"{context.Request.Path} takes {response.Headers.Allow}."),
            var status => Problem.WriteAsync(context, status, $"status-{status}"),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed on request {RequestId}.")]
        public static partial void Failed(ILogger logger, string function, string requestId, Exception exception);
    }
}
