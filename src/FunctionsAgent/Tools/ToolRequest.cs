using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Tools;

/// <summary>A call made ready to send, as often as it takes: every attempt is the same request under the same key.</summary>
internal sealed record ToolRequest(HttpMethod Method, Uri Url, byte[]? Body, string? IdempotencyKey)
{
    /// <summary>The request of a call, or why its arguments make none. Arguments the URL does not take are the body of POST, PUT and PATCH.</summary>
    public static (ToolRequest? Request, Failed? Failure) Of(ToolCall call, CompiledTool tool, Func<string, string?> settings)
    {
        if (Violation(call.Arguments, tool) is { } violation)
            return (null, new Failed("invalid_arguments", $"The arguments are not what {tool.Spec.Name} takes: {violation}. Nothing was sent."));

        var arguments = WithRows(call, tool);
        var (url, failure) = tool.Url.Fill(settings, arguments, call.Key);
        if (url is null) return (null, failure);
        var hasBody = tool.Spec.Http.Method is "POST" or "PUT" or "PATCH";
        var body = hasBody ? BodyOf(arguments, [.. tool.Url.Arguments]) : null;
        if (!hasBody) url = WithQuery(url, call.Rows, [.. tool.Url.Arguments]);
        return (new ToolRequest(new HttpMethod(tool.Spec.Http.Method), url, body, tool.Spec.Effect == ToolEffect.Read ? null : call.Key), null);
    }

    /// <summary>The request that asks what became of a call.</summary>
    public static (ToolRequest? Request, Failed? Failure) ToReconcile(ToolCall call, CompiledTool tool, Func<string, string?> settings)
    {
        if (Violation(call.Arguments, tool) is { } violation) return (null, new Failed("invalid_arguments", $"The arguments are not what {tool.Spec.Name} takes: {violation}."));
        var (url, failure) = tool.ReconcileUrl!.Fill(settings, WithRows(call, tool), call.Key);
        return url is null ? (null, failure) : (new ToolRequest(HttpMethod.Get, url, null, null), null);
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Url);
        message.Headers.Accept.ParseAdd("application/json");
        if (IdempotencyKey is not null) message.Headers.Add("Idempotency-Key", IdempotencyKey);
        if (Body is not null) message.Content = new JsonBody(Body);
        return message;
    }

    private static string? Violation(JsonElement arguments, CompiledTool tool)
    {
        if (arguments.ValueKind != JsonValueKind.Object) return "they are no JSON object";
        try
        {
            // Written anew: what cannot be written (half a surrogate pair) cannot be sent either.
            var text = JsonSerializer.Serialize(arguments);
            // What is judged has to be what the peer reads: of a name that stands twice it might take the other.
            using var strict = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return tool.Input.Violation(text);
        }
        catch (JsonException)
        {
            return "they hold text that is not Unicode, or a name twice";
        }
    }

    /// <summary>The arguments with what the runtime sets, and without anything that a peer might take for it (<see cref="RowNames"/>).</summary>
    private static JsonElement WithRows(ToolCall call, CompiledTool tool)
    {
        if (call.Rows is not { Count: > 0 } rows) return call.Arguments;
        var all = new JsonObject();
        foreach (var argument in call.Arguments.EnumerateObject().Where(argument => tool.Input.Properties.Contains(argument.Name) && !tool.RowNames.Contain(argument.Name)))
            all[argument.Name] = tool.RowNames.Without(argument.Value);
        foreach (var (field, value) in rows) all[field] = value;
        return JsonSerializer.SerializeToElement(all);
    }

    private static Uri WithQuery(Uri url, ImmutableSortedDictionary<string, string>? rows, HashSet<string> inUrl)
    {
        var query = string.Join('&', (rows ?? ImmutableSortedDictionary<string, string>.Empty).Where(row => !inUrl.Contains(row.Key)).Select(row => $"{Uri.EscapeDataString(row.Key)}={Uri.EscapeDataString(row.Value)}"));
        return query.Length == 0 ? url : new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query }.Uri;
    }

    private static byte[] BodyOf(JsonElement arguments, HashSet<string> inUrl)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var argument in arguments.EnumerateObject().Where(argument => !inUrl.Contains(argument.Name))) argument.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
