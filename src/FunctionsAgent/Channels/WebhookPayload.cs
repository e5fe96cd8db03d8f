using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Channels;

/// <summary>The body of a signed webhook. What is wrong with it is told by name and position, never by the words in it.</summary>
internal sealed record WebhookPayload(
    string Type, string? Problem, string? Conversation, string? MessageId, string? Text, string? From, JsonObject? Customer, DateTimeOffset? SentAt)
{
    private const int MaxId = 512;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    // A name given twice could mean one thing to whoever checked it before us and another to us.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The signer vouches for <c>from</c>; <c>customer</c> is only what somebody said.</summary>
    public string Assurance => From is not null ? "channel" : Customer is not null ? "stated" : "none";

    public JsonObject ReplyRoute => Conversation is null ? [] : new() { ["conversation"] = Conversation };

    public string ThreadKey(string source, string deliveryId) =>
        Conversation is not null ? $"{source}:conversation:{Conversation}"
        : From is not null ? $"{source}:from:{From}"
        : $"{source}:delivery:{deliveryId}";

    /// <exception cref="JsonException">Not JSON, not UTF-8, or not an object with a <c>type</c>.</exception>
    public static WebhookPayload Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            using var json = Document(body);
            return Read(json.RootElement);
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("The body is not JSON: a string holds half of a surrogate pair.");
        }
    }

    private static JsonDocument Document(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonDocument.Parse(StrictUtf8.GetString(body), Strict);
        }
        catch (DecoderFallbackException e)
        {
            throw new JsonException($"The body is not UTF-8: byte {e.Index} cannot be decoded.");
        }
        catch (JsonException e)
        {
            // The parser's own message may quote the body.
            throw new JsonException(e.LineNumber is null
                ? "The body is not JSON to rely on: an object has a name twice."
                : $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine} of it.");
        }
    }

    private static WebhookPayload Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new JsonException("The body is not an object with a string \"type\".");
        string? problem = null;
        var data = root.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var text = Field("text", int.MaxValue);
        if (problem is null && string.IsNullOrWhiteSpace(text))
            problem = "\"data.text\" is missing or empty.";
        return new(type.GetString()!, problem, Field("conversation", MaxId), Field("messageId", MaxId), text, Field("from", MaxId),
            Customer(), Time(root)) { Problem = problem };

        string? Field(string name, int longest)
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
                return null;
            if (value.ValueKind != JsonValueKind.String)
                problem ??= $"\"data.{name}\" is not a string.";
            else if (value.GetString() is { } s && s.Length > longest)
                problem ??= $"\"data.{name}\" has {s.Length} characters; the limit is {longest}.";
            return problem is null && value.GetString() is { Length: > 0 } filled ? filled : null;
        }

        JsonObject? Customer()
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("customer", out var value) || value.ValueKind == JsonValueKind.Null)
                return null;
            if (value.ValueKind == JsonValueKind.Object)
                return (JsonObject)JsonNode.Parse(value.GetRawText())!;
            problem ??= "\"data.customer\" is not an object.";
            return null;
        }
    }

    private static DateTimeOffset? Time(JsonElement root) =>
        root.TryGetProperty("timestamp", out var stamp) && stamp.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(stamp.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
