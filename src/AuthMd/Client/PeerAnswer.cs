using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using AuthMd.Http;

namespace AuthMd.Client;

/// <summary>What a service answered, bounded and parsed.</summary>
/// <param name="Body">An empty object when the body is no JSON object.</param>
internal sealed record PeerAnswer(int Status, JsonElement Body, TimeSpan? RetryAfter)
{
    private const int MaximumWords = 500;

    /// <summary>Third-party clients of the hosted product see 201, too.</summary>
    public bool IsGood => Status is 200 or 201;

    /// <summary>Its <c>error</c>, or its <c>code</c>: services send one, the other, or both.</summary>
    public string Code => Body.Text("error") ?? Body.Text("code") ?? (Status == 429 ? "rate_limited" : $"http_{Status}");

    public static PeerAnswer Read(HttpResponseMessage response, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var json = Parse(body);
        return new((int)response.StatusCode, json, Wait(response.Headers.RetryAfter, now) ?? json.Seconds("retry_after"));
    }

    public AuthMdClientException Refusal() => new(Code, Words(Body.Text("message") ?? Body.Text("error_description") ?? $"The service answered {Status}."), Status)
    {
        RetryAfter = RetryAfter, MaxAge = Body.Seconds("max_age") is { } age ? (int)age.TotalSeconds : null,
    };

    // A stranger's words end up in logs and terminals.
    private static string Words(string text) => new([.. text.Take(MaximumWords).Select(character => char.IsControl(character) ? ' ' : character)]);

    private static TimeSpan? Wait(RetryConditionHeaderValue? value, DateTimeOffset now) => value switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };

    private static JsonElement Nothing => JsonElement.Parse("{}");

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (!Utf8.IsValid(body.Span)) return Nothing;
            var json = JsonElement.Parse(body.Span, new() { MaxDepth = 16 });
            Wire.ReadEveryText(json);
            return json.ValueKind == JsonValueKind.Object ? json : Nothing;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half a character in it, which fails when it is read.
            return Nothing;
        }
    }
}
