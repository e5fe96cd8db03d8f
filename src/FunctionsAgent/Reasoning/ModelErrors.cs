using System.ClientModel;
using System.Text.Json;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Reasoning;

/// <summary>What a peer's refusal means, whichever of the three protocols it speaks.</summary>
internal static class ModelErrors
{
    private const int LongestCode = 64;

    public static ModelReply Of(Exception exception) => exception switch
    {
        ModelRefusedException refused => refused.Reply,
        ClientResultException { Status: > 0 } refused when refused.GetRawResponse() is { } response =>
            Of(refused.Status, Body(response.Content), name => response.Headers.TryGetValue(name, out var text) ? text : null),
        // What lies between the first and the last event of a stream and is no JSON: the peer, or a proxy of it, broke down.
        JsonException => ModelReply.Failed(ModelFailure.Unavailable, 200, "unreadable_event"),
        Azure.Identity.AuthenticationFailedException => ModelReply.Failed(ModelFailure.Unauthorized, 0, "no_token"),
        HttpRequestException or IOException => ModelReply.Failed(ModelFailure.Unavailable, 0, "no_connection"),
        _ => ModelReply.Failed(ModelFailure.Unavailable, 0, exception.GetType().Name),
    };

    /// <param name="body">The refusal's JSON; null where it is none.</param>
    public static ModelReply Of(int status, JsonElement? body, Func<string, string?> header)
    {
        var (code, message) = Error(body);
        var failure = Failure(status, code, message);
        var wait = failure is ModelFailure.Throttled or ModelFailure.Unavailable ? RetryAfter.Of(header) : null;
        return ModelReply.Failed(failure, status, code, wait);
    }

    /// <summary>An error inside a stream that began well; Anthropic's have the same names as its refusals.</summary>
    public static ModelReply InStream(JsonElement? body)
    {
        var (code, _) = Error(body);
        return ModelReply.Failed(code is "overloaded_error" or "rate_limit_error" ? ModelFailure.Throttled : ModelFailure.Unavailable, 200, code ?? "error_in_stream");
    }

    /// <summary>The body as JSON; null for anything else.</summary>
    public static JsonElement? Body(BinaryData? content)
    {
        if (content is null) return null;
        try
        {
            return JsonDocument.Parse(content).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Failure(int status, string? code, string message) => status switch
    {
        400 or 403 when code is "content_filter" or "content_policy_violation" or "ResponsibleAIPolicyViolation" => ModelFailure.Filtered,
        413 => ModelFailure.TooLong,
        400 when code is "context_length_exceeded" or "string_above_max_length" || message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase) => ModelFailure.TooLong,
        401 or 403 => ModelFailure.Unauthorized,
        // No money left: waiting does not help.
        429 when code is "insufficient_quota" or "billing_hard_limit_reached" => ModelFailure.Misconfigured,
        429 or 529 => ModelFailure.Throttled,
        408 or 409 or 424 or >= 500 => ModelFailure.Unavailable,
        _ => ModelFailure.Misconfigured,
    };

    /// <summary>OpenAI and Azure: <c>error.code</c>, else <c>error.type</c>; Anthropic: <c>error.type</c>.</summary>
    private static (string? Code, string Message) Error(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } all || !all.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object) return (null, "");
        return (Word(Text(error, "code")) ?? Word(Text(error, "type")), Text(error, "message") ?? "");
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Goes into logs, so nothing but a word may pass.</summary>
    private static string? Word(string? text) => text is { Length: > 0 and <= LongestCode } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? text : null;
}
