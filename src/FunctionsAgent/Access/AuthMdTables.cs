using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AuthMd;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Access;

/// <summary>
/// <see cref="IAuthMdStore"/> on the tables: table <c>AuthMd</c>, a kind in sixteen partitions, so that busy kinds have room. An
/// entry that nobody needs any more says so and is taken at night.
/// </summary>
/// <remarks>Throws <see cref="StoreBusyException"/>.</remarks>
public sealed class AuthMdTables(ITables tables) : IAuthMdStore
{
    public const string Table = "AuthMd";
    public const int Shards = 16;

    private const int Page = 1000;

    public async Task<StoredEntry?> ReadAsync(string kind, string key, CancellationToken ct) =>
        await tables.GetAsync(Table, Partition(kind, key), key, ct) is { } row ? Entry(row) : null;

    public async Task<string?> WriteAsync(string kind, string key, string? etag, string json, DateTimeOffset? until, CancellationToken ct)
    {
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

    /// <summary>Takes entries of these kinds whose time has passed; one that was written meanwhile stays.</summary>
    public async Task PurgeAsync(IEnumerable<string> kinds, DateTimeOffset now, CancellationToken ct)
    {
        var limit = now.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        foreach (var kind in kinds)
            for (var shard = 0; shard < Shards; shard++)
                await foreach (var rows in tables.PagesAsync(Table, Partition(kind, shard), "", "\uffff", Page, ct))
                    await tables.DeleteAsync(Table, Partition(kind, shard), [.. rows.Where(row => row.Cells.Hash is { } until && string.CompareOrdinal(until, limit) < 0)], ct);
    }

    private static StoredEntry Entry(Row row) => new(row.Key, row.Cells.Json!, row.ETag);

    private static string Partition(string kind, string key) => Partition(kind, SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Shards);

    private static string Partition(string kind, int shard) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{shard:x}");
}
