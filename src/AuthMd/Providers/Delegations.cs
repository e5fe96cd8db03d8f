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
        while (true)
        {
            if (await store.ReadAsync(Kind, Key(subject), ct) is { } entry)
            {
                var bound = Parse(entry);
                if (bound.LastSeen + Resolution > now) return bound;
                var seen = bound with { LastSeen = now };
                if (await store.WriteAsync(Kind, Key(subject), entry.ETag, JsonSerializer.Serialize(seen), null, ct) is not null) return seen;
                continue;
            }
            var first = new Delegation(subject.Issuer, subject.Id, account, now, now);
            if (await store.WriteAsync(Kind, Key(subject), null, JsonSerializer.Serialize(first), null, ct) is not null) return first;
        }
    }

    public async Task RemoveAsync(Subject subject, CancellationToken ct)
    {
        while (await store.ReadAsync(Kind, Key(subject), ct) is { } entry)
        {
            if (await store.DeleteAsync(Kind, Key(subject), entry.ETag, ct)) return;
        }
    }

    private static string Key(Subject subject) => Secrets.Hash($"{subject.Issuer}\n{subject.Id}");

    internal static Delegation Parse(StoredEntry entry) => JsonSerializer.Deserialize<Delegation>(entry.Json)!;
}
