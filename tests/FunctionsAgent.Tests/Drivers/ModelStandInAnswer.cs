using System.Text.Json;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>How a stand-in's stream ends.</summary>
public enum StreamEnd
{
    Whole,

    /// <summary>At the limit of output tokens.</summary>
    Cut,

    /// <summary>The provider's filter stops the answer.</summary>
    Filtered,

    /// <summary>Stops without saying why, the connection closed in good order.</summary>
    HalfWay,

    /// <summary>The connection breaks.</summary>
    Broken,

    /// <summary>An error event.</summary>
    Error,

    /// <summary>An event that is no JSON.</summary>
    Rubbish,

    /// <summary>Goes on until the client has enough.</summary>
    Never,
}

/// <summary>What a <see cref="ModelStandIn"/> does with one request.</summary>
/// <param name="Calls">Tools with their arguments as the model writes them, JSON or not.</param>
/// <param name="Status">Other than 200: a refusal with <paramref name="Code"/> instead of an answer.</param>
/// <param name="Gate">Nothing is sent before it is done.</param>
internal sealed record StandInAnswer(
    string? Text = null, (string Tool, string Arguments)[]? Calls = null, StreamEnd End = StreamEnd.Whole, int Status = 200, string? Code = null, string Message = "", (string Name, string Value)[]? Headers = null, Task? Gate = null)
{
    public (string Tool, string Arguments)[] ToolCalls => Calls ?? [];
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record StandInRequest(string Path, string Query, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>Names of the tools that were offered.</summary>
    public IReadOnlyList<string> Tools => !Body.TryGetProperty("tools", out var tools) ? []
        : [.. tools.EnumerateArray().Select(tool => (tool.TryGetProperty("function", out var function) ? function : tool).GetProperty("name").GetString()!)];

    /// <summary>The whole prompt as JSON text.</summary>
    public string Text => Body.GetRawText();
}
