using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tools;

/// <summary>A tool that is an HTTP request to a company's system (contracts C6).</summary>
/// <remarks>
/// A read is repeated after 408, 429, 5xx, a time-out and a broken connection, and then fails. A write carries <c>Idempotency-Key</c>, is repeated
/// only where the spec says that this is safe, and ends as <see cref="Unknown"/> whenever the peer may have acted without saying so.
/// </remarks>
/// <param name="client">One that follows no redirects and keeps no cookies: see <see cref="CreateClient"/>.</param>
/// <param name="settings">Looks up the <c>${Setting}</c> of a base address; null where it is not set.</param>
public sealed partial class HttpTool(HttpClient client, Func<string, string?> settings, TimeProvider clock, ILogger<HttpTool> logger) : ITool
{
    private readonly HttpExchange exchange = new(client, clock);
    private readonly ConditionalWeakTable<ToolSpec, CompiledTool> compiled = [];

    /// <summary>A client for tools: no redirects, no cookies, connections renewed so that DNS changes are seen. Attempts have time-outs of their own.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Reads the spec's schemas, paths and URLs, as a call would. For start-up, where a mistake should come to light.</summary>
    /// <exception cref="ArgumentException">The spec cannot work; the message says which part of it, and why.</exception>
    public void Prepare(ToolSpec spec) => Compile(spec);

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
    {
        var tool = Compile(call.Tool);
        var (request, failure) = ToolRequest.Of(call, tool, settings);
        if (request is null) return failure!;
        var purpose = call.Tool.Effect == ToolEffect.Read ? CallPurpose.Read : CallPurpose.Write;
        return await SendAsync(request, tool, call.Tool.Http, purpose, ct);
    }

    /// <inheritdoc/>
    public async Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct)
    {
        var tool = Compile(call.Tool);
        if (call.Tool.Reconcile is not { } http) return new Unknown($"{call.Tool.Name} declares no reconcile call.");
        var (request, failure) = ToolRequest.ToReconcile(call, tool, settings);
        if (request is null) return new Unknown(failure!.Reason);

        return await SendAsync(request, tool, http, CallPurpose.Reconcile, ct) switch
        {
            Ok ok => ok,
            Failed { Class: "not_found" or "not_done" } => new Failed("not_done", $"The peer knows of no {call.Tool.Name} under this key."),
            Failed failed => new Unknown(failed.Reason),
            var other => other,
        };
    }

    private CompiledTool Compile(ToolSpec spec) => compiled.GetValue(spec, static spec => new CompiledTool(spec));

    private async Task<ToolResult> SendAsync(ToolRequest request, CompiledTool tool, HttpSpec http, CallPurpose purpose, CancellationToken ct)
    {
        var repeatable = purpose != CallPurpose.Write || tool.Spec.Repeatable;
        var reader = AnswerReader.For(tool, purpose);
        var doubt = false;
        for (var number = 1; ; number++)
        {
            using var message = request.ToMessage();
            var started = clock.GetTimestamp();
            var attempt = await exchange.SendAsync(message, reader, http.Timeout, ct);
            Log.Attempted(logger, tool.Spec.Name, number, attempt.GetType().Name, (attempt as HttpAttempt.Answered)?.Status ?? 0, clock.GetElapsedTime(started).TotalMilliseconds);

            if (!repeatable || number > http.Retries || !HttpOutcome.IsTransient(attempt))
                return HttpOutcome.Of(attempt, tool, purpose, doubt);

            doubt |= HttpOutcome.IsDoubtful(attempt);
            var wait = Backoff.Wait(number, (attempt as HttpAttempt.Answered)?.RetryAfter, Random.Shared.NextDouble());
            await Task.Delay(wait, clock, ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Tool {Tool}, attempt {Number}: {Outcome} {Status} in {Milliseconds} ms.")]
        public static partial void Attempted(ILogger logger, string tool, int number, string outcome, int status, double milliseconds);
    }
}
