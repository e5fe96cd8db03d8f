using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
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
            await Problem.Of(503, "stopping", "This program is stopping.", "Ask again when it runs.").ExecuteAsync(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            var (type, title) = e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? ("too-large", $"The body is too large: the limit is {LocalHost.MaxRequestBytes:N0} bytes.")
                : ("bad-request", "The request is malformed.");
            await Problem.Of(e.StatusCode, type, title, e.Message).ExecuteAsync(context);
        }
        catch (Exception e)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpBinding));
            // The message of an exception may repeat what it stumbled over: a customer's words. Where it happened says enough.
            Log.Failed(logger, context.GetEndpoint()?.DisplayName ?? "-", context.TraceIdentifier, e.GetType().Name, e.StackTrace ?? "");
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }
            context.Response.Clear();
            await Problem.Of(500, "internal", "The request failed here.", $"Its id in the log is {context.TraceIdentifier}.").ExecuteAsync(context);
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
        var problem = response.StatusCode switch
        {
            404 when context.GetEndpoint() is null => Problem.Of(404, "no-such-route", "There is nothing at this address."),
            404 => Problem.Of(404, "not-found", "There is no such thing."),
            405 => Problem.Of(405, "method-not-allowed", "This address does not take this method.", $"It takes {response.Headers.Allow}."),
            var status => Problem.Of(status, $"status-{status}", ReasonPhrases.GetReasonPhrase(status)),
        };
        return problem.ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed on request {RequestId} with {Error}. {Stack}")]
        public static partial void Failed(ILogger logger, string function, string requestId, string error, string stack);
    }
}
