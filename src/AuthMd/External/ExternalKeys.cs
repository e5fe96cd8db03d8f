using System.Text.Json;
using AuthMd.Providers;

namespace AuthMd.External;

/// <summary>
/// Keys of the outside server, found through its metadata (RFC 8414) and kept between 10 minutes and a day. A key nobody has heard of
/// is looked for once more; then, and after a failure, nobody asks again for 30 seconds. While the server is away, what is known goes on
/// for a day, and nobody but the one who asks waits for it.
/// </summary>
public sealed class ExternalKeys(ExternalServer server, ProviderDocuments documents, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan Floor = TimeSpan.FromMinutes(10), Ceiling = TimeSpan.FromHours(24), Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim turn = new(1);
    private volatile Fetched? kept;

    /// <summary>No traffic before, whatever key is asked for.</summary>
    private DateTimeOffset notBefore;

    private volatile bool failed;

    private sealed record Fetched(ILookup<(string Id, string Algorithm), ProviderKey> Keys, DateTimeOffset Until, DateTimeOffset Ends);

    /// <summary>The keys of this id that fit the algorithm; none when the server publishes none.</summary>
    /// <exception cref="ServerUnreachableException"/>
    internal async Task<IEnumerable<ProviderKey>> FindAsync(string id, string algorithm, CancellationToken ct)
    {
        var key = (id, algorithm);
        if (Known(key) is { } known && (known.Until > time.GetUtcNow() || turn.CurrentCount == 0)) return known.Keys[key];
        await turn.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            if (!(Known(key)?.Until > now) && now >= notBefore) await FetchAsync(now);
        }
        finally
        {
            turn.Release();
        }
        return Known(key) is { } found ? found.Keys[key] : failed ? throw new ServerUnreachableException() : [];
    }

    public void Dispose() => turn.Dispose();

    private Fetched? Known((string, string) key) => kept is { } known && known.Ends > time.GetUtcNow() && known.Keys.Contains(key) ? known : null;

    private async Task FetchAsync(DateTimeOffset now)
    {
        // A caller who hangs up does not take the answer away from the others.
        var found = await ReadAsync(now, CancellationToken.None);
        failed = found is null;
        if (failed || kept?.Until > now) notBefore = now + Pause;
        if (found is not null) kept = found;
    }

    private async Task<Fetched?> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (await documents.ReadAsync(new(AuthorizationServerMetadata.MetadataUrl(server.Issuer)), MaxBytes, ct) is not { } metadata || KeysAt(metadata.Body) is not { } uri) return null;
        if (await documents.ReadAsync(uri, MaxBytes, ct) is not { } set) return null;
        try
        {
            return new(ProviderKey.ReadSet(set.Body).ToLookup(key => (key.Id, key.Algorithm)), set.Until(now, Floor, Ceiling), now + Ceiling);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null: no metadata of this server (RFC 8414 section 3.3).</summary>
    private Uri? KeysAt(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var metadata = new JwtClaims(document.RootElement);
            return metadata.Text("issuer") is { } issuer && ResourceUrl.IsSame(issuer, server.Issuer) && Uri.TryCreate(metadata.Text("jwks_uri"), UriKind.Absolute, out var uri) ? uri : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
