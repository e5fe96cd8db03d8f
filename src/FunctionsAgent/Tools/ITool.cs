using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>Something the agent can have done in a company's system. One attempt per call; keys and receipts are the pipeline's.</summary>
public interface ITool
{
    /// <summary>Never throws for what the peer did: an answer is <see cref="Ok"/> or <see cref="Failed"/>, a doubt is <see cref="Unknown"/>.</summary>
    Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct);

    /// <summary>Asks the peer what became of an earlier call with the same key.</summary>
    Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) =>
        Task.FromResult<ToolResult>(new Unknown($"{call.Tool.Name} declares no reconcile call."));
}

/// <summary>One call: the tool, its arguments (a JSON object), and the key that makes a repeat recognisable at the peer.</summary>
/// <param name="Rows">What the runtime sets beside the arguments, so that nobody can ask for another's rows: one value for each of <see cref="ToolSpec.Rows"/>.</param>
public sealed record ToolCall(ToolSpec Tool, string Key, JsonElement Arguments, ImmutableSortedDictionary<string, string>? Rows = null);

/// <summary>What came of a call: <see cref="Ok"/>, <see cref="Failed"/> or <see cref="Unknown"/>.</summary>
public abstract record ToolResult
{
    private protected ToolResult() { }
}

/// <summary>The peer answered; <paramref name="Value"/> is the projected result (a JSON value), <paramref name="RawBytes"/> the size of its whole answer.</summary>
public sealed record Ok(JsonElement Value, long RawBytes = 0) : ToolResult;

/// <summary>The peer refused or could not be reached and certainly did nothing (or the tool only reads).</summary>
/// <param name="Class">not_found, invalid_arguments, invalid_result, refused, unavailable, timeout, too_large; not_done from a reconcile call.</param>
public sealed record Failed(string Class, string Reason) : ToolResult;

/// <summary>Nobody knows whether the peer acted. Never repeated blindly.</summary>
public sealed record Unknown(string Reason) : ToolResult;
