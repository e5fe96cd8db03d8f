using System.Text.Json;
using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>Delegations in the store, one entry for an issuer's subject.</summary>
public sealed class Delegations(IAuthMdStore store, TimeProvider time) : IDelegations
{
    internal const string Kind = "delegation";

    /// <summary>Seen again within it counts as seen once: an agent that comes often makes no writes.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromMinutes(1);

    public async Task<Delegation?> FindAsync(Subject subject, CancellationToken ct) =>
        await store.ReadAsync(Kind, Key(subject), ct) is { } entry ? Parse(entry) : null;

    public async Task<Delegation> BindAsync(Subject subject, string account, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var mine = new Delegation(subject.Issuer, subject.Id, account, now, now);
        while (true)
        {
            if (await FindAsync(subject, ct) is { } bound) return bound;
            if (await store.WriteAsync(Kind, Key(subject), null, JsonSerializer.Serialize(mine), null, ct) is not null) return mine;
        }
    }

    public async Task SeenAsync(Delegation delegation, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (delegation.LastSeen + Resolution > now) return;
        var key = Key(delegation.Issuer, delegation.Id);
        // Never written anew: an event may have removed it meanwhile.
        if (await store.ReadAsync(Kind, key, ct) is { } entry)
            await store.WriteAsync(Kind, key, entry.ETag, JsonSerializer.Serialize(Parse(entry) with { LastSeen = now }), null, ct);
    }

    public async Task RemoveAsync(Subject subject, CancellationToken ct)
    {
        while (await store.ReadAsync(Kind, Key(subject), ct) is { } entry)
        {
            if (await store.DeleteAsync(Kind, Key(subject), entry.ETag, ct)) return;
        }
    }

    private static string Key(Subject subject) => Key(subject.Issuer, subject.Id);

    private static string Key(string issuer, string id) => Secrets.Hash($"{issuer}\n{id}");

    internal static Delegation Parse(StoredEntry entry) => JsonSerializer.Deserialize<Delegation>(entry.Json)!;
}
