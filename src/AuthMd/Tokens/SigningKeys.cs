using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace AuthMd.Tokens;

/// <summary>
/// The ES256 keys that sign identity assertions (specification §14). One signs, those before it verify until the last
/// assertion they signed has expired. A new one is published for an hour before it signs, so that whoever caches the key set knows it.
/// Private keys lie sealed in the store.
/// </summary>
public sealed class SigningKeys(IAuthMdStore store, ISeal seal, AuthMdLifetimes lifetimes, TimeProvider time) : IDisposable
{
    private const string Kind = "key", Key = "es256";
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Published = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim turn = new(1);
    private Loaded? loaded;

    private sealed record Loaded(ImmutableArray<SigningKey> Keys, DateTimeOffset At);

    private sealed record Row(string Id, string Sealed, DateTimeOffset Created);

    /// <summary>The key that signs now.</summary>
    public async Task<SigningKey> CurrentAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var keys = await AllAsync(ct);
        return keys.Where(key => key.Created + Published <= now).MaxBy(key => key.Created) ?? keys.MinBy(key => key.Created)!;
    }

    /// <summary>Every key whose signatures count, the next one included; never empty.</summary>
    public async Task<ImmutableArray<SigningKey>> AllAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (loaded is { } fresh && fresh.At + Look > now) return fresh.Keys;
        await turn.WaitAsync(ct);
        try
        {
            if (loaded is { } other && other.At + Look > now) return other.Keys;
            var keys = await RotatedAsync(now, ct);
            loaded = new(keys, now);
            return keys;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<ImmutableArray<SigningKey>> RotatedAsync(DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            var entry = await store.ReadAsync(Kind, Key, ct);
            var rows = entry is null ? [] : JsonSerializer.Deserialize<ImmutableArray<Row>>(entry.Json);
            var kept = Kept(rows, now);
            if (kept.IsEmpty || kept.Max(row => row.Created) + lifetimes.SigningKey <= now) kept = kept.Add(New(now));
            if (kept.SequenceEqual(rows)) return [.. kept.Select(Open)];
            if (await store.WriteAsync(Kind, Key, entry?.ETag, JsonSerializer.Serialize(kept), null, ct) is not null) return [.. kept.Select(Open)];
        }
    }

    /// <summary>A key is needed until its successor has signed for as long as an assertion lives.</summary>
    private ImmutableArray<Row> Kept(ImmutableArray<Row> rows, DateTimeOffset now)
    {
        var byAge = rows.OrderBy(row => row.Created).ToList();
        return [.. byAge.Where((_, n) => n == byAge.Count - 1 || byAge[n + 1].Created + Published + lifetimes.Assertion + lifetimes.Skew > now)];
    }

    private Row New(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(SigningKey.Thumbprint(key), seal.Seal(key.ExportPkcs8PrivateKey()), now);
    }

    private SigningKey Open(Row row)
    {
        if (loaded?.Keys.FirstOrDefault(known => known.Key.KeyId == row.Id) is { } opened) return opened;
        // Lives as long as the tokens' library may use it: as long as the process.
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(seal.Open(row.Sealed), out _);
        return new(new ECDsaSecurityKey(key) { KeyId = row.Id }, row.Created);
    }
}

/// <summary>One key.</summary>
public sealed record SigningKey(ECDsaSecurityKey Key, DateTimeOffset Created)
{
    /// <summary>The public half as JWK (RFC 7517).</summary>
    public IReadOnlyDictionary<string, string> Jwk()
    {
        var (x, y) = Point(Key.ECDsa);
        return new Dictionary<string, string> { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = x, ["y"] = y, ["use"] = "sig", ["alg"] = "ES256", ["kid"] = Key.KeyId };
    }

    /// <summary>RFC 7638.</summary>
    public static string Thumbprint(ECDsa key)
    {
        var (x, y) = Point(key);
        return Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
    }

    private static (string X, string Y) Point(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return (Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    }
}
