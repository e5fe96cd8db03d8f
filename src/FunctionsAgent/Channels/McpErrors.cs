using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace FunctionsAgent.Channels;

/// <summary>Errors of JSON-RPC 2.0 section 5.1 that are told before a message is handled, with an HTTP status.</summary>
internal static class McpErrors
{
    /// <param name="to">The request; null where it could not be read.</param>
    public static IResult Of(int status, McpErrorCode code, string message, JsonRpcMessage? to = null, object? data = null)
    {
        var error = new Dictionary<string, object?> { ["code"] = (int)code, ["message"] = message };
        if (data is not null) error["data"] = data;
        return Results.Json(new Dictionary<string, object?> { ["jsonrpc"] = "2.0", ["id"] = (to as JsonRpcRequest)?.Id.Id, ["error"] = error }, statusCode: status);
    }

    /// <summary>What is wrong with a body, as the other doors tell it.</summary>
    public static IResult Of(IResult problem)
    {
        var (status, text) = Text(problem);
        return Of(status, status == StatusCodes.Status400BadRequest ? McpErrorCode.ParseError : McpErrorCode.InvalidRequest, text);
    }

    public static (int Status, string Text) Text(IResult problem)
    {
        var details = ((ProblemHttpResult)problem).ProblemDetails;
        return (details.Status ?? StatusCodes.Status400BadRequest, string.Join(' ', new[] { details.Title, details.Detail }.Where(text => !string.IsNullOrEmpty(text))));
    }
}
