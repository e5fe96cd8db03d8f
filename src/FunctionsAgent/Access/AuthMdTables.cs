using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AuthMd;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Access;

/// <summary>
/// <see cref="IAuthMdStore"/> on the tables: table <c>AuthMd</c>, a kind in sixteen partitions, so that busy kinds have room. An
/// entry that nobody needs any more says so and is taken at night: partition <c>kinds</c> has a row for every kind that has such
/// entries, written before the first of them, so that no kind is forgotten.
/// </summary>
/// <remarks>Throws <see cref="StoreBusyException"/>.</remarks>
public sealed class AuthMdTables(ITables tables) : IAuthMdStore
{
    public const string Table = "AuthMd";
    public const int Shards = 16;

    private const string Kinds = "kinds";
    private const int Page = 1000;

    private readonly ConcurrentDictionary<string, bool> listed = new(StringComparer.Ordinal);

    public async Task<StoredEntry?> ReadAsync(string kind, string key, CancellationToken ct) =>
        await tables.GetAsync(Table, Partition(kind, key), key, ct) is { } row ? Entry(row) : null;

    public async Task<string?> WriteAsync(string kind, string key, string? etag, string json, DateTimeOffset? until, CancellationToken ct)
    {
        if (until is not null && !listed.ContainsKey(kind))
        {
            await tables.CommitAsync(Table, Kinds, [Write.Upsert(kind, new())], ct);
            listed[kind] = true;
        }
        var cells = new Cells(json, Hash: until is { } end ? end.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) : null);
        try
        {
            return (await tables.CommitAsync(Table, Partition(kind, key), [etag is null ? Write.Insert(key, cells) : Write.Update(key, etag, cells)], ct))[0];
        }
        catch (ConflictException)
        {
            return null;
        }
    }

    public Task<bool> DeleteAsync(string kind, string key, string etag, CancellationToken ct) =>
        tables.TryAsync(Table, Partition(kind, key), Write.Delete(key, etag), ct);

    public async IAsyncEnumerable<StoredEntry> ListAsync(string kind, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var shard = 0; shard < Shards; shard++)
            await foreach (var rows in tables.PagesAsync(Table, Partition(kind, shard), "", "\uffff", Page, ct))
                foreach (var row in rows) yield return Entry(row);
    }

    /// <summary>Keys of a kind, a page at a time, in an order that stays.</summary>
    /// <param name="cursor">Of the page before; null: from the beginning.</param>
    /// <returns>The page, and the cursor of the next one; null: it was the last.</returns>
    public async Task<(IReadOnlyList<string> Keys, string? Next)> KeysAsync(string kind, string? cursor, int take, CancellationToken ct)
    {
        var (shard, from) = cursor?.Split('|') is [var number, var key] && int.TryParse(number, CultureInfo.InvariantCulture, out var at) && at is >= 0 and < Shards ? (at, key) : (0, "");
        for (; shard < Shards; shard++, from = "")
            if (await tables.RangeAsync(Table, Partition(kind, shard), from, "\uffff", take, ct) is { Count: > 0 } rows)
                return ([.. rows.Select(row => row.Key)], rows.Count == take ? $"{shard}|{rows[^1].Key} " : shard + 1 < Shards ? $"{shard + 1}|" : null);
        return ([], null);
    }

    /// <summary>Takes entries whose time has passed; one that was written meanwhile stays.</summary>
    public async Task PurgeAsync(DateTimeOffset now, CancellationToken ct)
    {
        var limit = now.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        foreach (var kind in await tables.RangeAsync(Table, Kinds, "", "\uffff", Page, ct))
            for (var shard = 0; shard < Shards; shard++)
                await foreach (var rows in tables.PagesAsync(Table, Partition(kind.Key, shard), "", "\uffff", Page, ct))
                    await tables.DeleteAsync(Table, Partition(kind.Key, shard), [.. rows.Where(row => row.Cells.Hash is { } until && string.CompareOrdinal(until, limit) < 0)], ct);
    }

    private static StoredEntry Entry(Row row) => new(row.Key, row.Cells.Json!, row.ETag);

    private static string Partition(string kind, string key) => Partition(kind, SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Shards);

    private static string Partition(string kind, int shard) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{shard:x}");
}
