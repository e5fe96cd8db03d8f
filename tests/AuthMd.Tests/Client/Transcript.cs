using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuthMd.Tests.Client;

/// <summary>HTTP as a reader wants it: what differs between two runs is masked.</summary>
internal static partial class Transcript
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Headers = ["WWW-Authenticate", "Cache-Control"];

    public static string Of(IEnumerable<Passed> passed, string code) => string.Join("\n\n", passed.Select(one => $"```http\n{Request(one)}\n\n{Response(one)}\n```")) is var text
        ? Secrets().Replace(Jwts().Replace(text, "eyJ…"), "$1…").Replace($"\"{code}\"", "\"012345\"", StringComparison.Ordinal) : "";

    private static string Request(Passed one) => string.Join('\n', new[]
    {
        $"{one.Request.Method} {one.Request.RequestUri}",
        one.Request.Headers.Authorization is { } authorization ? $"Authorization: {authorization}" : null,
        one.Request.Content?.Headers.ContentType is { } type ? $"Content-Type: {type.MediaType}" : null,
        one.Sent.StartsWith('{') ? "\n" + one.Sent : one.Sent.Length > 0 ? "\n" + Uri.UnescapeDataString(one.Sent).Replace("&", "\n&", StringComparison.Ordinal) : null,
    }.Where(line => line is not null));

    private static string Response(Passed one) => string.Join('\n',
    [
        $"HTTP {(int)one.Response.StatusCode}",
        .. Headers.Where(one.Response.Headers.Contains).Select(name => $"{name}: {string.Join(", ", one.Response.Headers.GetValues(name))}"),
        .. one.Got.StartsWith('{') ? new[] { "\n" + JsonSerializer.Serialize(JsonElement.Parse(one.Got), Pretty) } : [],
    ]);

    [GeneratedRegex("""\b(reg_|clm_|cvt_|art_|at_)[A-Za-z0-9_-]{20,}""")]
    private static partial Regex Secrets();

    [GeneratedRegex("""eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+""")]
    private static partial Regex Jwts();
}
