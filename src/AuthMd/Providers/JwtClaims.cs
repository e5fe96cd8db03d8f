using System.Collections.Immutable;
using System.Text.Json;

namespace AuthMd.Providers;

/// <summary>Members of a JSON object somebody sent; one of another kind than asked for counts as missing.</summary>
internal sealed record JwtClaims(JsonElement Root)
{
    // A year before DateTimeOffset ends, so that there is something to add.
    private const double LastSecond = 253_370_764_800;

    public bool Has(string name) => Root.TryGetProperty(name, out _);

    /// <summary>A text that is not empty.</summary>
    public string? Text(string name) => Root.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>A <c>NumericDate</c> (RFC 7519): seconds since 1970, with or without a fraction.</summary>
    public DateTimeOffset? Instant(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    public bool IsTrue(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>One text, or a list of them (as <c>aud</c> is); empty when there is anything else in it.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (!Root.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) return Text(value) is { } only ? [only] : [];
        var all = value.EnumerateArray().Select(Text).ToList();
        return all.Contains(null) ? [] : [.. all.OfType<string>()];
    }

    public JsonElement? Object(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text.
            return null;
        }
    }
}
