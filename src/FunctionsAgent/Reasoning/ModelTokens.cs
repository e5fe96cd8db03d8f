using System.Text.Json;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>Counts tokens where a peer does not say how many there were: o200k, so near the truth for OpenAI's models and an estimate for others.</summary>
internal static class ModelTokens
{
    /// <summary>What a message takes beside its words.</summary>
    private const int PerMessage = 4;

    public static long Of(ModelRequest request) =>
        request.Messages.Sum(message => PerMessage + message.Contents.Sum(Of)) + request.Tools.Sum(tool => (long)Of(tool.Name) + Of(tool.Description) + Of(tool.Parameters.GetRawText()));

    public static long Of(ModelReply reply) => Of(reply.Text ?? "") + reply.Calls.Sum(call => (long)Of(call.Name) + Of(call.Arguments.GetRawText()));

    private static long Of(AIContent content) => content switch
    {
        TextContent text => Of(text.Text),
        FunctionCallContent call => Of(call.Name) + Of(JsonSerializer.Serialize(call.Arguments)),
        FunctionResultContent { Result: { } result } => Of(result as string ?? JsonSerializer.Serialize(result)),
        _ => 0,
    };

    private static int Of(string text) => Tokens.O200k.Count(text);
}
