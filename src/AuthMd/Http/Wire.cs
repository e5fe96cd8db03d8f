using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AuthMd.Http;

/// <summary>Reads bodies within bounds and renders answers that nobody keeps. What is wrong with a request is a <see cref="RefusalException"/>, never a failure.</summary>
public static class Wire
{
    /// <summary>Bytes of a body.</summary>
    public const int MaximumBody = 16 * 1024;

    private const int MaximumDepth = 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    /// <summary>The JSON object of an <c>application/json</c> body: strict UTF-8, whole characters, each name once.</summary>
    /// <exception cref="RefusalException"><c>invalid_request</c>, 400; 413 over <see cref="MaximumBody"/>.</exception>
    public static async Task<JsonElement> ReadJsonAsync(HttpRequest request, CancellationToken ct)
    {
        NeedType(request, "application/json");
        var body = await ReadAsync(request, ct);
        if (!Utf8.IsValid(body)) throw RefusalException.InvalidRequest("The body is not UTF-8.");
        try
        {
            var json = JsonElement.Parse(body, Strict);
            if (json.ValueKind != JsonValueKind.Object) throw RefusalException.InvalidRequest("The body has to be one JSON object.");
            if (body.AsSpan().IndexOf("\\u"u8) >= 0) ReadEveryText(json);
            return json;
        }
        catch (JsonException)
        {
            throw RefusalException.InvalidRequest($"The body is not JSON with at most {MaximumDepth} levels and each name once.");
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a character parses and fails when it is read.
            throw RefusalException.InvalidRequest("The body contains half a character (a lone surrogate).");
        }
    }

    /// <summary>The parameters of an <c>application/x-www-form-urlencoded</c> body. One without a value is left out (RFC 6749 section 3.1).</summary>
    /// <exception cref="RefusalException"><c>invalid_request</c>, 400; 413 over <see cref="MaximumBody"/>.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadFormAsync(HttpRequest request, CancellationToken ct)
    {
        NeedType(request, "application/x-www-form-urlencoded");
        return Form.Parse(await ReadAsync(request, ct));
    }

    /// <summary>The body, at most <see cref="MaximumBody"/> bytes.</summary>
    /// <exception cref="RefusalException"><c>invalid_request</c>, 413, or 400 when it cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaximumBody) throw TooLarge();
        var buffer = ArrayPool<byte>.Shared.Rent(MaximumBody + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, MaximumBody + 1), MaximumBody + 1, throwOnEndOfStream: false, ct);
            return length > MaximumBody ? throw TooLarge() : buffer[..length];
        }
        catch (BadHttpRequestException)
        {
            throw RefusalException.InvalidRequest("The body cannot be read: its length or its chunks are not what was announced.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether the body is of a media type; its parameters do not matter.</summary>
    public static bool HasType(HttpRequest request, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A member that has to be text, not empty.</summary>
    /// <exception cref="RefusalException"><c>invalid_request</c>.</exception>
    public static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text : throw RefusalException.InvalidRequest($"'{name}' is missing or is no text.");

    /// <summary>An answer of JSON that may carry secrets.</summary>
    /// <param name="headers">Beside <c>Cache-Control</c> and <c>Pragma</c>.</param>
    public static IResult Json(object body, int status = 200, params (string Name, string Value)[] headers) => new Answer(JsonSerializer.SerializeToUtf8Bytes(body), status, headers);

    /// <summary>An answer without a body.</summary>
    public static IResult Empty(int status = 200) => new Answer([], status, []);

    /// <summary>A refusal as both kinds of clients read it: <c>error</c> and <c>code</c>, <c>message</c> and <c>error_description</c>.</summary>
    public static IResult Refuse(RefusalException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var body = new Dictionary<string, object?>
        {
            ["error"] = refusal.Code, ["code"] = refusal.Code, ["message"] = refusal.Message, ["error_description"] = refusal.Message,
        };
        foreach (var (name, value) in refusal.Details ?? new Dictionary<string, object?>()) body[name] = value;
        var headers = new List<(string, string)>();
        if (refusal.Challenge is { } challenge) headers.Add((HeaderNames.WWWAuthenticate, challenge));
        if (refusal.RetryAfter is { } wait)
        {
            var seconds = (long)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
            body["retry_after"] = seconds;
            headers.Add((HeaderNames.RetryAfter, seconds.ToString(CultureInfo.InvariantCulture)));
        }
        return Json(body, refusal.Status, [.. headers]);
    }

    /// <summary>Nothing is served here.</summary>
    public static IResult NotFound() => Refuse(new(404, "not_found", "Nothing is served here. Begin at /auth.md."));

    /// <summary>ISO 8601 in UTC with milliseconds, as all times of the protocol.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static RefusalException TooLarge() => new(413, "invalid_request", $"The body is longer than {MaximumBody} bytes.");

    private static void NeedType(HttpRequest request, string mediaType)
    {
        if (!HasType(request, mediaType)) throw RefusalException.InvalidRequest($"The content type has to be {mediaType}.");
    }

    internal static void ReadEveryText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) ReadEveryText(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryText(member.Value);
                }
                break;
        }
    }

    private sealed class Answer(byte[] body, int status, (string Name, string Value)[] headers) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            if (body.Length > 0) response.ContentType = "application/json";
            response.ContentLength = body.Length;
            response.Headers.CacheControl = "no-store";
            response.Headers.Pragma = "no-cache";
            foreach (var (name, value) in headers) response.Headers[name] = value;
            return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
