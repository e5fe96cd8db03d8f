using System.Diagnostics;
using System.Text.Json;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tools;

/// <summary>
/// Makes a call at most as often as the tool allows (contracts C1): <c>started</c> is on disk before the request leaves,
/// the result right after it. Whoever finds a result takes it; whoever finds only <c>started</c> waits for its lease, then
/// repeats, asks, or calls it unknown.
/// </summary>
public sealed class CallLedger(ITables tables, IBlobs blobs, ITool tool, TimeProvider time, ProcessIdentity process)
{
    private readonly CallRows rows = new(tables, blobs, time, process);

    /// <summary>Throws <see cref="TransientException"/> while another process may still be making the call.</summary>
    public async Task<CallOutcome> CallAsync(string partition, ToolCall call, CancellationToken ct)
    {
        var claim = await rows.ClaimAsync(partition, call.Key, call.Tool.Name, call.Tool.Http.Timeout * (1 + call.Tool.Http.Retries), ct);
        if (claim.Result is { } known) return Read(claim.Row, known.Bytes);

        using var span = Telemetry.Source.StartActivity($"execute_tool {call.Tool.Name}", ActivityKind.Internal);
        span?.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name", call.Tool.Name).SetTag("gen_ai.tool.call.id", call.Key);
        var begin = time.GetTimestamp();
        ToolResult result;
        try
        {
            result = !claim.IsRepeat || call.Tool.Repeatable ? await tool.CallAsync(call, ct) : await AskAsync(call, ct);
        }
        catch (Exception e) when (call.Tool.Repeatable || e is not OperationCanceledException)
        {
            // Stopped, or a fault of the tool's own code.
            if (call.Tool.Repeatable)
            {
                await rows.ReleaseAsync(claim);
                throw;
            }
            result = new Unknown($"The tool threw {e.GetType().Name}, and may not be repeated.");
        }
        var (done, content) = Describe(claim.Row with { Milliseconds = (long)time.GetElapsedTime(begin).TotalMilliseconds }, result);
        if (result is not Ok) Telemetry.Fail(span, done.Class ?? done.Status);
        await rows.FinishAsync(claim, done, content, ct);
        return new CallOutcome(result, done.Milliseconds, done.Attempts);
    }

    private async Task<ToolResult> AskAsync(ToolCall call, CancellationToken ct) =>
        call.Tool.Reconcile is null
            ? new Unknown("The process ended during the call, the tool may not be repeated and declares no reconcile call.")
            : await tool.ReconcileAsync(call, ct);

    private static (CallRow, byte[]?) Describe(CallRow row, ToolResult result) => result switch
    {
        Ok ok => (row with { Status = "ok", RawBytes = ok.RawBytes }, JsonSerializer.SerializeToUtf8Bytes(ok.Value)),
        Failed failed => (row with { Status = "failed", Class = failed.Class }, JsonSerializer.SerializeToUtf8Bytes(failed.Reason)),
        Unknown unknown => (row with { Status = "unknown" }, JsonSerializer.SerializeToUtf8Bytes(unknown.Reason)),
        _ => throw new InvalidOperationException($"A tool answered with {result.GetType().Name}."),
    };

    private static CallOutcome Read(CallRow row, byte[]? content)
    {
        var value = content is null ? default : JsonSerializer.Deserialize<JsonElement>(content);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        ToolResult result = row.Status switch
        {
            "ok" => new Ok(value, row.RawBytes),
            "failed" => new Failed(row.Class!, text),
            _ => new Unknown(text),
        };
        return new CallOutcome(result, row.Milliseconds, row.Attempts);
    }
}

/// <param name="Attempts">Processes that began the call; retries inside one are not counted.</param>
public sealed record CallOutcome(ToolResult Result, long Milliseconds, int Attempts);
