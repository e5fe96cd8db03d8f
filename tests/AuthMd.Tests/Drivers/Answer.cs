using System.Text.Json;

namespace AuthMd.Tests.Drivers;

/// <summary>What an agent got back.</summary>
/// <param name="Text">The body as it came.</param>
public sealed record Answer(int Status, HttpResponseMessage Response, string Text)
{
    public JsonElement Body => JsonElement.Parse(Text);

    /// <summary>The refusal's code; null when the body has none.</summary>
    public string? Code => Text.StartsWith('{') && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>A member by its path: <c>identity.assertion</c>.</summary>
    public string At(string path) => path.Split('.').Aggregate(Body, (element, name) => element.GetProperty(name)).GetString()!;

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new((int)response.StatusCode, response, await response.Content.ReadAsStringAsync());
}
