using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Drivers;

/// <summary><c>chat/completions</c>, streamed, as Azure OpenAI and OpenAI speak it.</summary>
internal sealed class ChatCompletionsWire(HttpContext context, bool isAzure) : IStandInWire
{
    private static readonly string[] Versions = ["2024-06-01", "2024-10-21", "2025-01-01-preview"];
    private static readonly string[] Known = ["messages", "model", "max_completion_tokens", "max_tokens", "stream", "stream_options", "tools", "tool_choice", "temperature", "parallel_tool_calls"];

    public StandInAnswer? Refusal(StandInRequest request, ModelStandIn standIn)
    {
        if (isAzure)
        {
            var key = request.Headers.GetValueOrDefault("api-key");
            var bearer = request.Headers.GetValueOrDefault("Authorization");
            if (bearer is not null && standIn.IsBearerExpired) return new(Status: 401, Code: "Unauthorized", Message: "Unauthorized. Access token is missing, invalid, audience is incorrect, or have expired.");
            if (key != ModelStandIn.Key && bearer != $"Bearer {standIn.Bearer}") return new(Status: 401, Code: "401", Message: "Access denied due to invalid subscription key or wrong API endpoint.");
            if (request.Path.Split('/') is not ["", "openai", "deployments", var deployment, "chat", "completions"]) return new(Status: 404, Code: "404", Message: "Resource not found");
            if (!Versions.Select(version => $"?api-version={version}").Contains(request.Query)) return new(Status: 404, Code: "404", Message: "Resource not found");
            // Only previews can store completions, and know the field.
            if (request.Query.EndsWith("-preview", StringComparison.Ordinal) ? !request.Body.TryGetProperty("store", out var kept) || kept.ValueKind != JsonValueKind.False : request.Body.TryGetProperty("store", out _)) return Bad("store is not what this version takes");
            if (deployment != ModelStandIn.Deployment) return new(Status: 404, Code: "DeploymentNotFound", Message: "The API deployment for this resource does not exist.");
        }
        else
        {
            if (request.Path != "/v1/chat/completions") return new(Status: 404, Code: "unknown_url", Message: "Unknown request URL");
            if (request.Headers.GetValueOrDefault("Authorization") != $"Bearer {ModelStandIn.Key}") return new(Status: 401, Code: "invalid_api_key", Message: "Incorrect API key provided");
            if (request.Body.GetProperty("model").GetString() != ModelStandIn.Deployment) return new(Status: 404, Code: "model_not_found", Message: "The model does not exist");
            if (!request.Body.TryGetProperty("store", out var store) || store.ValueKind != JsonValueKind.False) return Bad("store is not false");
        }
        return Body(request.Body) is { } violation ? Bad(violation) : null;

        static StandInAnswer Bad(string violation) => new(Status: 400, Code: "invalid_request_error", Message: violation);
    }

    public async Task RefuseAsync(StandInAnswer refusal)
    {
        context.Response.StatusCode = refusal.Status;
        // Azure's own body for its content filter; the rest of its refusals look like OpenAI's.
        object error = refusal.Code == "content_filter"
            ? new { message = refusal.Message, type = (string?)null, param = "prompt", code = refusal.Code, status = 400, innererror = new { code = "ResponsibleAIPolicyViolation", content_filter_result = new { jailbreak = new { filtered = true, detected = true } } } }
            : new { message = refusal.Message, type = "invalid_request_error", param = (string?)null, code = refusal.Code };
        await context.Response.WriteAsJsonAsync(new { error });
    }

    public async Task AnswerAsync(StandInAnswer answer)
    {
        context.Response.ContentType = "text/event-stream";
        if (isAzure) await ChunkAsync(new { id = "", @object = "", created = 0, model = "", choices = Array.Empty<object>(), prompt_filter_results = new[] { new { prompt_index = 0 } } });
        await DeltaAsync(new { role = "assistant", content = answer.ToolCalls.Length > 0 ? null : "", refusal = (string?)null });
        foreach (var piece in Pieces(answer.Text ?? "")) await DeltaAsync(new { content = piece });
        for (var i = 0; i < answer.ToolCalls.Length; i++)
        {
            var (tool, arguments) = answer.ToolCalls[i];
            await DeltaAsync(new { tool_calls = new[] { new { index = i, id = $"call_{i}x", type = "function", function = new { name = tool, arguments = "" } } } });
            foreach (var piece in Pieces(arguments)) await DeltaAsync(new { tool_calls = new[] { new { index = i, function = new { arguments = piece } } } });
        }
        switch (answer.End)
        {
            case StreamEnd.HalfWay: return;
            case StreamEnd.Broken: context.Abort(); return;
            case StreamEnd.Rubbish: await RawAsync("{\"id\": oops"); return;
            case StreamEnd.Error: await RawAsync("""{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}"""); return;
            case StreamEnd.Never:
                while (!context.RequestAborted.IsCancellationRequested) await DeltaAsync(new { content = new string('x', 1000) });
                return;
            default: break;
        }
        await DeltaAsync(new { }, answer.End switch { StreamEnd.Cut => "length", StreamEnd.Filtered => "content_filter", _ => answer.ToolCalls.Length > 0 ? "tool_calls" : "stop" });
        await ChunkAsync(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "m-2026", choices = Array.Empty<object>(), usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 } });
        await RawAsync("[DONE]");
    }

    /// <summary>Text in the small pieces that models send.</summary>
    internal static IEnumerable<string> Pieces(string text) => text.Chunk(7).Select(piece => new string(piece));

    private static string? Body(JsonElement body)
    {
        if (body.EnumerateObject().Select(member => member.Name).Except([.. Known, "store"]).FirstOrDefault() is { } unknown) return $"Unrecognized request argument supplied: {unknown}";
        if (!body.TryGetProperty("stream", out var stream) || !stream.GetBoolean() || !body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean()) return "not streamed with usage";
        if (body.TryGetProperty("max_tokens", out _) == body.TryGetProperty("max_completion_tokens", out _)) return "one of max_tokens and max_completion_tokens is wanted";
        if (body.TryGetProperty("tool_choice", out _) && !body.TryGetProperty("tools", out _)) return "tool_choice without tools";
        var open = new HashSet<string>();
        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            var role = message.GetProperty("role").GetString();
            if (role == "tool" && !open.Remove(message.GetProperty("tool_call_id").GetString()!)) return "messages with role 'tool' must be a response to a preceding message with 'tool_calls'";
            if (role != "tool" && open.Count > 0) return "an assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'";
            if (role == "assistant" && message.TryGetProperty("tool_calls", out var calls))
                foreach (var call in calls.EnumerateArray())
                {
                    open.Add(call.GetProperty("id").GetString()!);
                    JsonDocument.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).Dispose();
                }
        }
        return open.Count > 0 ? "tool calls without results" : null;
    }

    private Task DeltaAsync(object delta, string? finish = null) => ChunkAsync(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "m-2026", choices = new[] { new { index = 0, delta, finish_reason = finish } } });

    private Task ChunkAsync(object chunk) => RawAsync(JsonSerializer.Serialize(chunk));

    private async Task RawAsync(string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
