using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Anthropic's <c>/v1/messages</c>, streamed.</summary>
internal sealed class AnthropicWire(HttpContext context) : IStandInWire
{
    private static readonly string[] Known = ["model", "max_tokens", "stream", "system", "messages", "tools", "tool_choice"];

    public StandInAnswer? Refusal(StandInRequest request, ModelStandIn standIn)
    {
        if (request.Headers.GetValueOrDefault("x-api-key") != ModelStandIn.Key) return new(Status: 401, Code: "authentication_error", Message: "invalid x-api-key");
        if (request.Headers.GetValueOrDefault("anthropic-version") != "2023-06-01") return Bad("anthropic-version: header is required");
        if (request.Body.GetProperty("model").GetString() != ModelStandIn.Deployment) return new(Status: 404, Code: "not_found_error", Message: "model: stand-in");
        return Body(request.Body) is { } violation ? Bad(violation) : null;

        static StandInAnswer Bad(string violation) => new(Status: 400, Code: "invalid_request_error", Message: violation);
    }

    public async Task RefuseAsync(StandInAnswer refusal)
    {
        context.Response.StatusCode = refusal.Status;
        await context.Response.WriteAsJsonAsync(new { type = "error", error = new { type = refusal.Code, message = refusal.Message }, request_id = "req_1" });
    }

    public async Task AnswerAsync(StandInAnswer answer)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        await EventAsync("message_start", new { type = "message_start", message = new { id = "msg_1", type = "message", role = "assistant", model = "m-2026", content = Array.Empty<object>(), stop_reason = (string?)null, usage = new { input_tokens = 90, cache_creation_input_tokens = 0, cache_read_input_tokens = 10, output_tokens = 1 } } });
        var index = 0;
        if (answer.Text is { } text)
        {
            await EventAsync("content_block_start", new { type = "content_block_start", index, content_block = new { type = "text", text = "" } });
            await EventAsync("ping", new { type = "ping" });
            foreach (var piece in ChatCompletionsWire.Pieces(text)) await EventAsync("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "text_delta", text = piece } });
            if (!await GoesOnAsync(answer.End, index)) return;
            await EventAsync("content_block_stop", new { type = "content_block_stop", index = index++ });
        }
        foreach (var (tool, arguments) in answer.ToolCalls)
        {
            await EventAsync("content_block_start", new { type = "content_block_start", index, content_block = new { type = "tool_use", id = $"toolu_{index}x", name = tool, input = new { } } });
            await EventAsync("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "input_json_delta", partial_json = "" } });
            foreach (var piece in ChatCompletionsWire.Pieces(arguments)) await EventAsync("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "input_json_delta", partial_json = piece } });
            if (!await GoesOnAsync(answer.End, index)) return;
            await EventAsync("content_block_stop", new { type = "content_block_stop", index = index++ });
        }
        var reason = answer.End switch { StreamEnd.Cut => "max_tokens", StreamEnd.Filtered => "refusal", _ => answer.ToolCalls.Length > 0 ? "tool_use" : "end_turn" };
        await EventAsync("message_delta", new { type = "message_delta", delta = new { stop_reason = reason, stop_sequence = (string?)null }, usage = new { output_tokens = 10 } });
        await EventAsync("message_stop", new { type = "message_stop" });
    }

    private async Task<bool> GoesOnAsync(StreamEnd end, int index)
    {
        switch (end)
        {
            case StreamEnd.HalfWay: return false;
            case StreamEnd.Broken: context.Abort(); return false;
            case StreamEnd.Rubbish: await RawAsync("content_block_delta", "{\"type\": oops"); return false;
            case StreamEnd.Error: await EventAsync("error", new { type = "error", error = new { type = "overloaded_error", message = "Overloaded" } }); return false;
            case StreamEnd.Never:
                while (!context.RequestAborted.IsCancellationRequested) await EventAsync("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "text_delta", text = new string('x', 1000) } });
                return false;
            default: return true;
        }
    }

    private static string? Body(JsonElement body)
    {
        if (body.EnumerateObject().Select(member => member.Name).Except(Known).FirstOrDefault() is { } unknown) return $"{unknown}: Extra inputs are not permitted";
        if (!body.TryGetProperty("max_tokens", out _)) return "max_tokens: Field required";
        if (!body.GetProperty("stream").GetBoolean()) return "not streamed";
        var expected = "user";
        var open = new HashSet<string>();
        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            if (message.GetProperty("role").GetString() != expected) return "messages: roles must alternate between \"user\" and \"assistant\", beginning with \"user\"";
            expected = expected == "user" ? "assistant" : "user";
            foreach (var block in message.GetProperty("content").EnumerateArray())
            {
                var type = block.GetProperty("type").GetString();
                if (type == "text" && string.IsNullOrWhiteSpace(block.GetProperty("text").GetString())) return "messages: text content blocks must be non-empty";
                if (type == "tool_result" && !open.Remove(block.GetProperty("tool_use_id").GetString()!)) return "messages: unexpected `tool_use_id` found in `tool_result` blocks";
                if (type == "text" && open.Count > 0 && message.GetProperty("role").GetString() == "user") return "messages: `tool_use` ids were found without `tool_result` blocks immediately after";
                if (type != "tool_use") continue;
                if (block.GetProperty("input").ValueKind != JsonValueKind.Object) return "tool_use.input: Input should be a valid dictionary";
                if (!block.GetProperty("id").GetString()!.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) return "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'";
                open.Add(block.GetProperty("id").GetString()!);
            }
        }
        return open.Count > 0 ? "messages: `tool_use` ids were found without `tool_result` blocks" : null;
    }

    private Task EventAsync(string name, object data) => RawAsync(name, JsonSerializer.Serialize(data));

    private async Task RawAsync(string name, string data)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
