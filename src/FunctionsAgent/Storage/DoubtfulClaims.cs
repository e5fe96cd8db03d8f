using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace FunctionsAgent.Storage;

/// <summary>
/// Claims whose commit was not answered. Such a row may be in the store, but this process knows that nothing was done under it:
/// whoever finds it here goes on as if it had just made it, instead of taking it for a call under way and then for a doubt.
/// </summary>
internal sealed class DoubtfulClaims
{
    private readonly ConcurrentDictionary<(string Partition, string Key), ImmutableHashSet<string>> claims = new();

    /// <summary>The ETag of the claim's row. Throws what the commit throws.</summary>
    /// <param name="claim">Unique to this write; the row carries it.</param>
    public async Task<string> MakeAsync(ITables tables, string table, string partition, Write write, string claim, CancellationToken ct)
    {
        try
        {
            var etag = (await tables.CommitAsync(table, partition, [write], ct))[0];
            claims.TryRemove((partition, write.Key), out _);
            return etag;
        }
        catch (Exception e) when (e is not (ConflictException or LimitException))
        {
            claims.AddOrUpdate((partition, write.Key), [claim], (_, earlier) => earlier.Add(claim));
            throw;
        }
    }

    public bool Contains(string partition, string key, string? claim) => claim is not null && claims.TryGetValue((partition, key), out var ours) && ours.Contains(claim);
}
