using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace FunctionsAgent.Channels;

/// <summary>One tool an agent, and one to read what was said. Both are <see cref="AgentApi"/> under another name: same checks, same events.</summary>
public sealed partial class McpTools(AgentApi agents, Packages packages, ILogger<McpTools> logger)
{
    public const string Instructions = "Each ask_… tool puts a message to one agent of this service and waits for its answer. Give the conversationId of an answer again to go on with "
        + "that conversation. Where the answer is not there yet, or a person has taken over, read_conversation shows later what came; do not ask the same again.";

    private static readonly string[] Asking = ["text", "conversationId", "messageId"], Reading = ["conversationId", "after"];

    /// <summary>What this caller may use.</summary>
    internal McpServerHandlers For(Principal caller) => new()
    {
        ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Allowed(caller)] }),
        CallToolHandler = async (call, ct) => await CallAsync(caller, call.Params ?? throw Unknown(), ct),
    };

    private IEnumerable<Tool> Allowed(Principal caller)
    {
        if (caller.Has(AgentScopes.Send))
            foreach (var package in packages.All) yield return McpToolSchemas.Ask(package);
        if (caller.Has(AgentScopes.Read)) yield return McpToolSchemas.Read;
    }

    private async Task<CallToolResult> CallAsync(Principal caller, CallToolRequestParams call, CancellationToken ct)
    {
        try
        {
            return call.Name == McpToolSchemas.ReadName ? await ReadAsync(caller, call, ct)
                : call.Name.StartsWith(McpToolSchemas.AskPrefix, StringComparison.Ordinal) && await packages.FindAsync(call.Name[McpToolSchemas.AskPrefix.Length..], null, ct) is { } package ? await AskAsync(caller, package.Name, call, ct)
                : throw Unknown();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return McpResults.Error(Outage.Told(e));
        }
        catch (Exception e) when (e is not (McpProtocolException or OperationCanceledException))
        {
            // The message of an exception may repeat what it stumbled over: a customer's words.
            Log.Failed(logger, e.GetType().Name, e.StackTrace ?? "");
            return McpResults.Error("The call failed here. It is in the log.");
        }
    }

    private async Task<CallToolResult> AskAsync(Principal caller, string agent, CallToolRequestParams call, CancellationToken ct)
    {
        if (Refusal(caller, AgentScopes.Send, call, Asking) is { } refusal) return refusal;
        return McpResults.Answer(await agents.SendAsync(caller, agent, Body(call), ChatApi.MaxWait, ct));
    }

    private async Task<CallToolResult> ReadAsync(Principal caller, CallToolRequestParams call, CancellationToken ct)
    {
        if (Refusal(caller, AgentScopes.Read, call, Reading) is { } refusal) return refusal;
        var body = Body(call);
        var (conversationId, wrong) = Requests.Text(body, "conversationId", 64);
        if (wrong is not null) return McpResults.Error(wrong);
        var after = 0L;
        if (body.TryGetProperty("after", out var given) && (given.ValueKind != JsonValueKind.Number || !given.TryGetInt64(out after) || after < 0)) return McpResults.Error("after must be a whole number from 0 on.");
        return McpResults.Transcript(await agents.ReadAsync(caller, conversationId ?? "", after, ct));
    }

    /// <summary>A token that does not allow it, or an argument nobody asked for.</summary>
    private static CallToolResult? Refusal(Principal caller, string scope, CallToolRequestParams call, string[] takes)
    {
        if (!caller.Has(scope)) return McpResults.Error($"The token does not allow this. It takes the scope {scope}.");
        return call.Arguments?.Keys.All(takes.Contains) is false ? McpResults.Error($"There is an argument this tool does not know. It takes {string.Join(", ", takes)}.") : null;
    }

    private static McpProtocolException Unknown() => new("There is no such tool.", McpErrorCode.InvalidParams);

    private static JsonElement Body(CallToolRequestParams call) => JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, JsonElement>());

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A tool call over MCP failed with {Error}. {Stack}")]
        public static partial void Failed(ILogger logger, string error, string stack);
    }
}
