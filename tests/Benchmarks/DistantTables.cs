using FunctionsAgent.Storage;

namespace Benchmarks;

/// <summary>A store that is a network away.</summary>
internal sealed class DistantTables(ITables inner, Distance distance) : ITables
{
    public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        return await inner.GetAsync(table, partition, key, ct);
    }

    public async Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        return await inner.RangeAsync(table, partition, from, to, take, ct);
    }

    public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        return await inner.CommitAsync(table, partition, writes, ct);
    }
}
