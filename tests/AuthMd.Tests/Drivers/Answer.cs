using System.Text.Json;

namespace AuthMd.Tests.Drivers;

/// <summary>What an agent got back.</summary>
/// <param name="Text">The body as it came.</param>
public sealed record Answer(int Status, HttpResponseMessage Response, string Text)
{
    public JsonElement Body => JsonElement.Parse(Text);

    /// <summary>The refusal's code; null when the body has none.</summary>
    public string? Code => Text.StartsWith('{') && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>Where dialect A keeps what dialect B has elsewhere (specification §4): a test of both asks by B's name.</summary>
    private static readonly Dictionary<string, string> InA = new()
    {
        ["id"] = "registration_id", ["type"] = "registration_type", ["identity.assertion"] = "identity_assertion", ["identity.expires_at"] = "assertion_expires",
        ["claim.token"] = "claim_token", ["claim.expires_at"] = "claim_token_expires", ["claim.url"] = "claim_url",
        ["claim.attempt.verification_uri"] = "claim.verification_uri", ["attempt.verification_uri"] = "claim_attempt.verification_uri",
    };

    /// <summary>A member by its path: <c>identity.assertion</c>.</summary>
    public string At(string path) => Find(path) ?? (InA.TryGetValue(path, out var other) ? Find(other) : null) ?? throw new KeyNotFoundException($"'{path}' is not in {Text}");

    private string? Find(string path)
    {
        JsonElement? at = Body;
        foreach (var name in path.Split('.')) at = at is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member) ? member : null;
        return at is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new((int)response.StatusCode, response, await response.Content.ReadAsStringAsync());
}
