using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>Reading requests with a bound: nothing of a body is parsed before its size is known to be allowed.</summary>
public static class Requests
{
    /// <summary>Whether the caller asks for Server-Sent Events.</summary>
    public static bool WantsEvents(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32 };

    /// <summary>The raw body, or null when it is larger than <paramref name="maxBytes"/>: the counting read stops there.</summary>
    public static async Task<byte[]?> BodyAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        if (request.ContentLength > maxBytes) return null;
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, ct)) > 0)
        {
            if (buffer.Length + read > maxBytes) return null;
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }

    /// <summary>A JSON object, or the problem to answer with: too large, no UTF-8, no JSON (with line and byte), no object.</summary>
    public static async Task<(JsonElement Body, IResult? Problem)> ObjectAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        if (await BodyAsync(request, maxBytes, ct) is not { } bytes)
            return (default, Problem.Of(413, "too-large", "The body is too large.", $"At most {maxBytes:N0} bytes are read here."));
        if (bytes.Length == 0) return (JsonSerializer.SerializeToElement(new { }), null);
        try
        {
            _ = Strict.GetCharCount(bytes);
            using var document = JsonDocument.Parse(bytes, Json);
            CheckTexts(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? (document.RootElement.Clone(), null)
                : (default, Problem.Of(400, "not-an-object", "The body must be a JSON object.", $"It is {document.RootElement.ValueKind}."));
        }
        catch (JsonException e)
        {
            return (default, Problem.Of(400, "malformed-json", "The body is not JSON.", $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (ArgumentException)
        {
            return (default, Problem.Of(400, "invalid-utf8", "The body is not UTF-8."));
        }
        catch (InvalidOperationException)
        {
            return (default, Problem.Of(400, "invalid-text", "The body is not valid Unicode.", "A text or a name in it has an unpaired surrogate."));
        }
    }

    /// <summary>Half a surrogate pair can be escaped in JSON, and throws wherever such a text or name is touched later: here, once.</summary>
    private static void CheckTexts(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Json.MaxDepth });
        while (reader.Read())
            if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true }) _ = reader.GetString();
    }

    /// <summary>An optional text member; the problem names the member when it is something else or too long.</summary>
    public static (string? Value, IResult? Problem) Text(JsonElement body, string name, int maxCharacters)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return (null, null);
        string? text;
        try
        {
            text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return (null, Access.Problem.Of(400, "invalid-text", $"{name} is not valid Unicode.", "It has an unpaired surrogate."));
        }
        if (text is null) return (null, Access.Problem.Of(400, "invalid-member", $"{name} must be a text.", $"It is {value.ValueKind}."));
        return text.Length <= maxCharacters ? (text, null)
            : (null, Access.Problem.Of(413, "too-large", $"{name} is too long.", $"{text.Length:N0} characters; at most {maxCharacters:N0} are taken."));
    }

    /// <summary>A value of the route. Never taken as a parameter by name: the Functions host lets a JSON body overwrite those.</summary>
    public static string Route(HttpRequest request, string name) => request.RouteValues[name] as string ?? "";

    /// <summary>Whether a page of ours makes the request.</summary>
    public static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    public static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }
}
