using System.Collections.Concurrent;
using System.Text.Json;

namespace AuthMd.Providers;

/// <summary>
/// Client ID metadata documents (specification §5.2): whether the client an ID-JAG names publishes the keys that signed it.
/// Nothing else of a document is used; names and logos in it are the client's word about itself. Errors are not kept.
/// </summary>
public sealed class ClientMetadata(ProviderDocuments documents, TimeProvider time)
{
    private const int MaxBytes = 5 * 1024, MaxKept = 1000;
    private static readonly TimeSpan Floor = TimeSpan.FromMinutes(1), Ceiling = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, (string Keys, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);

    /// <summary>Whether the client may be named in an ID-JAG of this provider.</summary>
    internal async Task<bool> IsOfAsync(TrustedProvider provider, string clientId, CancellationToken ct) =>
        ResourceUrl.IsSame(clientId, provider.Issuer) || (IsDocument(clientId) && await KeysAsync(clientId, ct) == provider.Keys.AbsoluteUri);

    private async Task<string?> KeysAsync(string clientId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(clientId, out var known) && known.Until > now) return known.Keys;
        if (await documents.ReadAsync(new(clientId), MaxBytes, ct) is not { } document || Keys(document.Body, clientId) is not { } keys) return null;
        if (kept.Count >= MaxKept) kept.Clear();
        kept[clientId] = (keys, document.Until(now, Floor, Ceiling));
        return keys;
    }

    /// <summary>A URL with a path, and spelled as it is meant: what a parser would tidy up is refused.</summary>
    private static bool IsDocument(string clientId) =>
        Uri.TryCreate(clientId, UriKind.Absolute, out var uri) && uri.AbsolutePath.Length > 1 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && uri.AbsoluteUri == clientId;

    private static string? Keys(ReadOnlyMemory<byte> body, string clientId)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var client = new JwtClaims(document.RootElement);
            var secret = client.Has("client_secret") || client.Text("token_endpoint_auth_method")?.StartsWith("client_secret", StringComparison.Ordinal) is true;
            return secret || client.Text("client_id") != clientId || client.Text("jwks_uri") is not { } keys || !Uri.TryCreate(keys, UriKind.Absolute, out var uri) ? null : uri.AbsoluteUri;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
