using System.Collections.Concurrent;
using System.Text.Json;

namespace AuthMd.Providers;

/// <summary>
/// Key sets of trusted providers (specification §5.1), kept between 10 minutes and 24 hours. A key nobody has heard of
/// is looked for once more; then, and after a failure, nobody asks again for 30 seconds, so that invented key ids make no traffic.
/// </summary>
public sealed class ProviderKeys(ProviderDocuments documents, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan Floor = TimeSpan.FromMinutes(10), Ceiling = TimeSpan.FromHours(24), Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TrustedProvider, KeySet> sets = new();

    private sealed class KeySet : IDisposable
    {
        public readonly SemaphoreSlim Turn = new(1);
        public volatile Fetched? Keys;

        /// <summary>No traffic before, whatever key is asked for.</summary>
        public DateTimeOffset NotBefore;

        public void Dispose() => Turn.Dispose();
    }

    private sealed record Fetched(ILookup<(string Id, string Algorithm), ProviderKey> Keys, DateTimeOffset Until);

    /// <summary>The keys of this id that fit the algorithm; none when the provider publishes none, or cannot be reached.</summary>
    internal async Task<IEnumerable<ProviderKey>> FindAsync(TrustedProvider provider, string id, string algorithm, CancellationToken ct)
    {
        var set = sets.GetOrAdd(provider, _ => new());
        return Kept(set) is { } keys && keys.Contains((id, algorithm)) ? keys[(id, algorithm)] : await LookAsync(provider, set, (id, algorithm), ct);
    }

    public void Dispose()
    {
        foreach (var set in sets.Values) set.Dispose();
    }

    private async Task<IEnumerable<ProviderKey>> LookAsync(TrustedProvider provider, KeySet set, (string, string) key, CancellationToken ct)
    {
        await set.Turn.WaitAsync(ct);
        try
        {
            var (now, kept) = (time.GetUtcNow(), Kept(set));
            if (kept?.Contains(key) is true || now < set.NotBefore) return kept?[key] ?? [];
            // A caller who hangs up does not take the answer away from the others.
            var found = await FetchAsync(provider, now);
            if (found is null || kept is not null) set.NotBefore = now + Pause;
            if (found is not null) set.Keys = found;
            return found?.Keys[key] ?? [];
        }
        finally
        {
            set.Turn.Release();
        }
    }

    private ILookup<(string Id, string Algorithm), ProviderKey>? Kept(KeySet set) => set.Keys is { } fetched && fetched.Until > time.GetUtcNow() ? fetched.Keys : null;

    private async Task<Fetched?> FetchAsync(TrustedProvider provider, DateTimeOffset now)
    {
        if (await documents.ReadAsync(provider.Keys, MaxBytes, CancellationToken.None) is not { } document) return null;
        try
        {
            return new(ProviderKey.ReadSet(document.Body).ToLookup(key => (key.Id, key.Algorithm)), document.Until(now, Floor, Ceiling));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
