using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AuthMd.Providers;

/// <summary>
/// A compact JWS (RFC 7515) taken apart, before anything in it is believed. Of the header only these three count: a key or
/// an address of keys in it (<c>jwk</c>, <c>jku</c>, <c>x5u</c>) is the sender's word about itself.
/// </summary>
internal sealed record SignedJwt(string? Type, string Algorithm, string? KeyId, JwtClaims Claims, byte[] Signed, byte[] Signature)
{
    public const int MaxLength = 16 * 1024;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Null: not of this form. A name twice, broken UTF-8 and extensions nobody here knows (<c>crit</c>) are not.</summary>
    public static SignedJwt? Parse(string compact)
    {
        if (compact.Length > MaxLength || compact.AsSpan().ContainsAnyExcept(Alphabet)) return null;
        var parts = compact.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            if (Object(parts[0]) is not { } header || Object(parts[1]) is not { } claims || header.Has("crit") || header.Text("alg") is not { } algorithm) return null;
            return new(header.Text("typ"), algorithm, header.Text("kid"), claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        }
        // JsonDocument throws InvalidOperationException for a name with half a surrogate pair.
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JwtClaims? Object(string part)
    {
        var bytes = Base64Url.DecodeFromChars(part);
        if (!Utf8.IsValid(bytes)) return null;
        var root = JsonDocument.Parse(bytes, Strict).RootElement;
        return root.ValueKind == JsonValueKind.Object ? new(root) : null;
    }
}
