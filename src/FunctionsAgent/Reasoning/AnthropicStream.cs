using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Reads the events of a streamed message. The reason why it ended is passed on with <c>message_stop</c> only: a stream that breaks off
/// before has none. Kinds of events and blocks it does not know are passed over, as the API asks of its clients.
/// </summary>
internal sealed class AnthropicStream
{
    private readonly Dictionary<int, (string Id, string Name, StringBuilder Json)> calls = [];
    private long input;
    private long output;
    private ChatFinishReason? reason;

    /// <summary>Null for an event that brings nothing.</summary>
    /// <exception cref="ModelRefusedException">The peer gave up in the middle.</exception>
    /// <exception cref="JsonException">An event that is no JSON.</exception>
    public ChatResponseUpdate? Read(SseItem<string> item)
    {
        if (item.EventType is "ping" or "message") return null;
        using var json = JsonDocument.Parse(item.Data);
        var data = json.RootElement;
        switch (item.EventType)
        {
            case "message_start": Count(Member(Member(data, "message"), "usage")); return null;
            case "content_block_start": Begin(data); return null;
            case "content_block_delta": return Delta(data);
            case "content_block_stop": return calls.Remove(Index(data), out var call) ? Update(Call(call)) : null;
            case "message_delta":
                Count(Member(data, "usage"));
                reason = Reason(Text(Member(data, "delta"), "stop_reason"));
                return null;
            case "message_stop": return Update(new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output }), reason);
            case "error": throw new ModelRefusedException(ModelErrors.InStream(data.Clone()));
            default: return null;
        }
    }

    private void Begin(JsonElement data)
    {
        var block = Member(data, "content_block");
        if (Text(block, "type") == "tool_use") calls[Index(data)] = (Text(block, "id") ?? "", Text(block, "name") ?? "", new StringBuilder());
    }

    private ChatResponseUpdate? Delta(JsonElement data)
    {
        var delta = Member(data, "delta");
        if (Text(delta, "text") is { } text) return Update(new TextContent(text));
        if (Text(delta, "partial_json") is { } json && calls.TryGetValue(Index(data), out var call)) call.Json.Append(json);
        return null;
    }

    /// <summary>Tokens read from a cache are read, too. The numbers of later events are totals.</summary>
    private void Count(JsonElement usage)
    {
        if (Number(usage, "input_tokens") is { } read) input = read + (Number(usage, "cache_creation_input_tokens") ?? 0) + (Number(usage, "cache_read_input_tokens") ?? 0);
        if (Number(usage, "output_tokens") is { } written) output = written;
    }

    private static FunctionCallContent Call((string Id, string Name, StringBuilder Json) call) => FunctionCallContent.CreateFromParsedArguments(
        call.Json.Length == 0 ? "{}" : call.Json.ToString(), call.Id, call.Name, static json => JsonSerializer.Deserialize<Dictionary<string, object?>>(json));

    private static ChatFinishReason? Reason(string? text) => text switch
    {
        null => null,
        "tool_use" => ChatFinishReason.ToolCalls,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "refusal" => ChatFinishReason.ContentFilter,
        _ => ChatFinishReason.Stop,
    };

    private static ChatResponseUpdate Update(AIContent content, ChatFinishReason? reason = null) => new(ChatRole.Assistant, [content]) { FinishReason = reason };

    private static int Index(JsonElement data) => (int)(Number(data, "index") ?? 0);

    private static JsonElement Member(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static long? Number(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;
}
