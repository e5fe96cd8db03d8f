using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace FunctionsAgent.Channels;

/// <summary>Headers of streamable HTTP: a version that is spoken here, and, from 2026-07-28 on, headers that say what the body says, as proxies decide by them.</summary>
internal static partial class McpHeaders
{
    private const string ProtocolVersion = "MCP-Protocol-Version", Method = "Mcp-Method", Name = "Mcp-Name";

    /// <summary>The first whose messages stand for themselves, without a handshake before.</summary>
    private const string Standalone = "2026-07-28";

    private static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", Standalone];

    /// <summary>Null where a client names none: one from before 2025-06-18, or its first message.</summary>
    public static string? Version(HttpRequest request) => request.Headers[ProtocolVersion].ToString() is { Length: > 0 } version ? version : null;

    /// <summary>Null: nothing is wrong.</summary>
    public static IResult? Check(HttpRequest request, JsonRpcMessage message)
    {
        var version = Version(request);
        if (version is not null && !Versions.Contains(version))
            return McpErrors.Of(400, McpErrorCode.UnsupportedProtocolVersion, $"{ProtocolVersion} names a version that is not spoken here.", message,
                new { supported = Versions, requested = Date.IsMatch(version) ? version : "" });
        if (version != Standalone) return null;
        var (method, parameters) = message switch
        {
            JsonRpcRequest asked => (asked.Method, asked.Params),
            JsonRpcNotification told => (told.Method, told.Params),
            _ => (null, null),
        };
        if (method is null) return null;
        if (request.Headers[Method].ToString() != method) return Mismatch(Method, message);
        return method == RequestMethods.ToolsCall && (Text(parameters, "name") is not { } name || McpHeaderEncoder.DecodeValue(request.Headers[Name].ToString()) != name) ? Mismatch(Name, message) : null;
    }

    private static IResult Mismatch(string header, JsonRpcMessage message) => McpErrors.Of(400, McpErrorCode.HeaderMismatch, $"The header {header} is missing, or says something else than the body.", message);

    private static string? Text(JsonNode? parameters, string name) => (parameters as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Date { get; }
}
