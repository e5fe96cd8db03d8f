using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The body of <c>POST /v1/messages</c>: system texts apart, users and assistants in turns beginning with the user, tool results in the
/// user's turn right after the call (docs.anthropic.com, Messages API 2023-06-01).
/// </summary>
internal static class AnthropicRequest
{
    /// <summary>Stands where a conversation's tail begins with the assistant: the API wants a user first, and refuses an empty text.</summary>
    private const string Earlier = "…";

    public static JsonObject Of(string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = messages.ToList();
        var body = new JsonObject { ["model"] = model, ["max_tokens"] = options?.MaxOutputTokens ?? 1024, ["stream"] = true };
        var system = all.Where(message => message.Role == ChatRole.System).SelectMany(Texts).ToArray<JsonNode>();
        if (system.Length > 0) body["system"] = new JsonArray(system);
        body["messages"] = Turns(all.Where(message => message.Role != ChatRole.System));
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().Select(Tool).ToArray<JsonNode>() ?? [];
        if (tools.Length == 0) return body;
        body["tools"] = new JsonArray(tools);
        body["tool_choice"] = new JsonObject { ["type"] = options!.ToolMode is RequiredChatToolMode ? "any" : "auto" };
        return body;
    }

    private static JsonArray Turns(IEnumerable<ChatMessage> messages)
    {
        var turns = new JsonArray();
        var (role, content) = ("", new JsonArray());
        foreach (var message in messages)
        {
            var (next, blocks) = (message.Role == ChatRole.Assistant ? "assistant" : "user", message.Contents.Select(Block).OfType<JsonNode>().ToList());
            if (blocks.Count == 0) continue;
            if (turns.Count == 0 && next == "assistant") turns.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(Text(Earlier)) });
            if (next != role) turns.Add(new JsonObject { ["role"] = role = next, ["content"] = content = [] });
            foreach (var block in blocks) content.Add(block);
        }
        return turns;
    }

    private static JsonObject? Block(AIContent content) => content switch
    {
        TextContent { Text: var text } when !string.IsNullOrWhiteSpace(text) => Text(text),
        FunctionCallContent call => new JsonObject { ["type"] = "tool_use", ["id"] = Id(call.CallId), ["name"] = call.Name, ["input"] = JsonSerializer.SerializeToNode(call.Arguments) ?? new JsonObject() },
        FunctionResultContent result => new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = Id(result.CallId), ["content"] = result.Result as string ?? JsonSerializer.Serialize(result.Result) },
        _ => null,
    };

    private static IEnumerable<JsonObject> Texts(ChatMessage message) => message.Contents.OfType<TextContent>().Where(text => !string.IsNullOrWhiteSpace(text.Text)).Select(text => Text(text.Text));

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Tool(AIFunctionDeclaration tool) => new() { ["name"] = tool.Name, ["description"] = tool.Description, ["input_schema"] = JsonNode.Parse(tool.JsonSchema.GetRawText()) };

    /// <summary>Another provider's id, after a failover in the middle of a conversation, may have characters that are refused here.</summary>
    private static string Id(string id) => string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
}
