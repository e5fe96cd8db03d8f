using System.Text.Json;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>/mcp</c>: the agents as tools over the Model Context Protocol, streamable HTTP without sessions. Each POST carries one message and is
/// answered by itself, on whichever instance; there is no stream of the server's own to GET, and no session to DELETE.
/// </summary>
/// <remarks>Tokens are those of <see cref="AgentApi"/>. What is wrong with a message is told as JSON-RPC 2.0 tells it.</remarks>
public sealed class McpApi(Authentication authentication, ChannelOptions options, McpTools tools)
{
    private const int MaxBody = 64 * 1024;

    private static readonly Implementation Server = new() { Name = "functionsagent", Version = typeof(McpApi).Assembly.GetName().Version!.ToString(3) };

    public Task<IResult> AnswerAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => AnsweredAsync(request, ct));

    private async Task<IResult> AnsweredAsync(HttpRequest request, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(request.Method)) return NotAllowed(request);
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !options.Chat.Allows(origin) && !Requests.IsOwn(request, origin))
            return Problem.Of(403, "foreign-origin", "Pages of this origin may not speak here.", "List it in setting Channels__Chat__Origins.");
        var (caller, refusal) = await authentication.AgentAsync(request, scope: null);
        if (refusal is not null) return refusal;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return McpErrors.Of(415, McpErrorCode.InvalidRequest, "The body has to be application/json.");
        if (!Accepts(request, "text/event-stream") || !Accepts(request, "application/json"))
            return McpErrors.Of(406, McpErrorCode.InvalidRequest, "Accept has to name application/json and text/event-stream.");

        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return McpErrors.Of(problem);
        if (Parse(body) is not { } message) return McpErrors.Of(400, McpErrorCode.InvalidRequest, "The body is no JSON-RPC 2.0 message.");
        if (McpHeaders.Check(request, message) is { } mismatch) return mismatch;
        message.Context = new() { ProtocolVersion = McpHeaders.Version(request) };
        return new McpExchange(message, new() { ServerInfo = Server, ServerInstructions = McpTools.Instructions, Handlers = tools.For(caller!), ScopeRequests = false });
    }

    private static IResult NotAllowed(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Allow = HttpMethods.Post;
        return Problem.Of(405, "method-not-allowed", "This address does not take this method.", "It takes POST: one message each, answered in its response.");
    }

    private static bool Accepts(HttpRequest request, string mediaType) => MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(one => one.Quality is not 0 && new MediaTypeHeaderValue(mediaType).IsSubsetOf(new(one.MediaType)));

    private static JsonRpcMessage? Parse(JsonElement body)
    {
        try
        {
            return body.Deserialize<JsonRpcMessage>(McpJsonUtilities.DefaultOptions);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return null;
        }
    }
}
