using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ModelContextProtocol.Protocol;

namespace FunctionsAgent.Channels;

/// <summary>What the API answers, as a tool's result: the whole of it as structured content, what matters in it as text. Errors are results, so that a model can read them.</summary>
internal static class McpResults
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static CallToolResult Error(string text) => new() { IsError = true, Content = [new TextContentBlock { Text = text }] };

    public static CallToolResult Error(IResult problem) => Error(McpErrors.Text(problem).Text);

    /// <summary>Of a message: the reply, and what to do next.</summary>
    public static CallToolResult Answer(IResult answer)
    {
        if (answer is ProblemHttpResult) return Error(answer);
        var body = Body(answer);
        var said = body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()).Where(text => !string.IsNullOrEmpty(text));
        var conversation = body.GetProperty("conversationId").GetString();
        var next = body.GetProperty("status").GetString() switch
        {
            "replied" => "Give the conversationId again to go on.",
            "handed-off" => "A person has taken over: read_conversation shows later what they say.",
            _ => "The answer is not there yet. The message is kept: read_conversation shows the answer later; do not send it again.",
        };
        return Of(body, string.Join("\n\n", said), $"conversationId: {conversation}. {next}");
    }

    public static CallToolResult Transcript(IResult answer) => answer is ProblemHttpResult ? Error(answer) : Of(Body(answer), Body(answer).GetRawText());

    private static CallToolResult Of(JsonElement body, params IEnumerable<string> texts) => new()
    {
        StructuredContent = body, Content = [.. texts.Where(text => text.Length > 0).Select(text => new TextContentBlock { Text = text })],
    };

    private static JsonElement Body(IResult answer)
    {
        var value = ((IValueHttpResult)answer).Value!;
        return JsonSerializer.SerializeToElement(value, value.GetType(), Options);
    }
}
