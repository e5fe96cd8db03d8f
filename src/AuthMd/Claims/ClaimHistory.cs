using System.Collections.Immutable;
using System.Text.Json;

namespace AuthMd.Claims;

/// <summary>What accounts agreed to before, for the notes on the page. Nothing is decided by it.</summary>
public sealed class ClaimHistory(IAuthMdStore store)
{
    private const string Kind = "history";

    public async Task<ClaimsBefore> FindAsync(string account, CancellationToken ct) =>
        await store.ReadAsync(Kind, Secrets.Hash(account), ct) is { } entry ? Parse(entry) : ClaimsBefore.None;

    /// <param name="issuer">Of the provider who vouched; null for an agent that came by itself.</param>
    public async Task AddAsync(string account, string? issuer, CancellationToken ct)
    {
        var key = Secrets.Hash(account);
        while (true)
        {
            var entry = await store.ReadAsync(Kind, key, ct);
            var before = entry is null ? ClaimsBefore.None : Parse(entry);
            if (entry is not null && (issuer is null || before.Issuers.Contains(issuer))) return;
            var after = new ClaimsBefore(true, issuer is null ? before.Issuers : before.Issuers.Add(issuer));
            if (await store.WriteAsync(Kind, key, entry?.ETag, JsonSerializer.Serialize(after), null, ct) is not null) return;
        }
    }

    public async Task ForgetAsync(string account, CancellationToken ct)
    {
        while (await store.ReadAsync(Kind, Secrets.Hash(account), ct) is { } entry)
            if (await store.DeleteAsync(Kind, entry.Key, entry.ETag, ct)) return;
    }

    private static ClaimsBefore Parse(StoredEntry entry) => JsonSerializer.Deserialize<ClaimsBefore>(entry.Json)!;
}

/// <param name="Any">Whether the account ever claimed an agent.</param>
/// <param name="Issuers">Of providers it was linked with.</param>
public sealed record ClaimsBefore(bool Any, ImmutableArray<string> Issuers)
{
    public static ClaimsBefore None { get; } = new(false, []);
}
