using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
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
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Entry(string Status, string Tool, string Owner, DateTimeOffset Until, int Attempts, string? Class = null, long Milliseconds = 0, long RawBytes = 0, string? Blob = null, string? Claim = null);

    private readonly DoubtfulClaims doubtful = new();

    /// <summary>Throws <see cref="TransientException"/> while another process may still be making the call.</summary>
    public async Task<CallOutcome> CallAsync(string partition, ToolCall call, CancellationToken ct)
    {
        var key = Keys.Call(call.Key);
        var lease = call.Tool.Http.Timeout * (1 + call.Tool.Http.Retries) + Margin;
        var entry = new Entry("started", call.Tool.Name, process.Id, time.GetUtcNow() + lease, 1, Claim: Guid.NewGuid().ToString("N"));
        string etag;
        var repeat = false;
        try
        {
            etag = await doubtful.MakeAsync(tables, Keys.Table, partition, Write.Insert(key, Cells(entry)), entry.Claim!, ct);
        }
        catch (ConflictException)
        {
            var row = await tables.GetAsync(Keys.Table, partition, key, ct) ?? throw new TransientException("call-moved", $"The receipt of {call.Tool.Name} vanished while it was read.");
            var earlier = JsonSerializer.Deserialize<Entry>(row.Cells.Json!, Options)!;
            if (earlier.Status != "started") return await ReadAsync(earlier, row.Cells.Content, ct);
            var unmade = doubtful.Contains(partition, key, earlier.Claim);
            if (!unmade && earlier.Until > time.GetUtcNow() && !process.OutlivesAnother(earlier.Owner))
                throw new TransientException("call-in-progress", $"{call.Tool.Name} is being called by another process until {earlier.Until:O}.");
            // One that was not made under its own claim may have been under the one before.
            repeat = !unmade || earlier.Attempts > 1;
            entry = entry with { Attempts = unmade ? earlier.Attempts : earlier.Attempts + 1 };
            etag = await doubtful.MakeAsync(tables, Keys.Table, partition, Write.Update(key, row.ETag, Cells(entry)), entry.Claim!, ct);
        }

        using var span = Telemetry.Source.StartActivity($"execute_tool {call.Tool.Name}", ActivityKind.Internal);
        span?.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name", call.Tool.Name).SetTag("gen_ai.tool.call.id", call.Key);
        var begin = time.GetTimestamp();
        ToolResult result;
        try
        {
            result = !repeat || call.Tool.Repeatable ? await tool.CallAsync(call, ct) : await AskAsync(call, ct);
        }
        catch (Exception e) when (call.Tool.Repeatable || e is not OperationCanceledException)
        {
            // Stopped, or a fault of the tool's own code. Left standing, its claim would look like a call under way to the next try.
            if (call.Tool.Repeatable)
            {
                await tables.CommitSurelyAsync(Keys.Table, partition, Write.Delete(key, etag), time);
                throw;
            }
            result = new Unknown($"The tool threw {e.GetType().Name}, and may not be repeated.");
        }
        entry = entry with { Milliseconds = (long)time.GetElapsedTime(begin).TotalMilliseconds };
        var (done, content) = Describe(entry, result);
        if (result is not Ok) Telemetry.Fail(span, done.Class ?? done.Status);
        if (content?.Length > 48 * 1024)
        {
            var name = "calls/" + Hashing.Of(content);
            await blobs.PutAsync(name, content, ct);
            (done, content) = (done with { Blob = name }, null);
        }
        // The peer has acted: this is written even when the caller has stopped waiting.
        await tables.CommitSurelyAsync(Keys.Table, partition, Write.Update(key, etag, Cells(done, content)), time);
        return new CallOutcome(result, done.Milliseconds, done.Attempts);
    }

    private async Task<ToolResult> AskAsync(ToolCall call, CancellationToken ct) =>
        call.Tool.Reconcile is null
            ? new Unknown("The process ended during the call, the tool may not be repeated and declares no reconcile call.")
            : await tool.ReconcileAsync(call, ct);

    private static (Entry, byte[]?) Describe(Entry entry, ToolResult result) => result switch
    {
        Ok ok => (entry with { Status = "ok", RawBytes = ok.RawBytes }, JsonSerializer.SerializeToUtf8Bytes(ok.Value)),
        Failed failed => (entry with { Status = "failed", Class = failed.Class }, JsonSerializer.SerializeToUtf8Bytes(failed.Reason)),
        Unknown unknown => (entry with { Status = "unknown" }, JsonSerializer.SerializeToUtf8Bytes(unknown.Reason)),
        _ => throw new InvalidOperationException($"A tool answered with {result.GetType().Name}."),
    };

    private async Task<CallOutcome> ReadAsync(Entry entry, byte[]? content, CancellationToken ct)
    {
        if (entry.Blob is not null) content = await blobs.GetAsync(entry.Blob, ct);
        var value = content is null ? default : JsonSerializer.Deserialize<JsonElement>(content);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        ToolResult result = entry.Status switch
        {
            "ok" => new Ok(value, entry.RawBytes),
            "failed" => new Failed(entry.Class!, text),
            _ => new Unknown(text),
        };
        return new CallOutcome(result, entry.Milliseconds, entry.Attempts);
    }

    private static Cells Cells(Entry entry, byte[]? content = null) => new(JsonSerializer.Serialize(entry, Options), content);
}

/// <param name="Attempts">Processes that began the call; retries inside one are not counted.</param>
public sealed record CallOutcome(ToolResult Result, long Milliseconds, int Attempts);
