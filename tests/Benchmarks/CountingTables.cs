using FunctionsAgent.Storage;

namespace Benchmarks;

/// <summary>The store, with its commits and reads counted.</summary>
internal sealed class CountingTables(ITables inner, Tally tally) : ITables
{
    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
    {
        tally.Read();
        return inner.GetAsync(table, partition, key, ct);
    }

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
    {
        tally.Read();
        return inner.RangeAsync(table, partition, from, to, take, ct);
    }

    public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
    {
        var etags = await inner.CommitAsync(table, partition, writes, ct);
        long bytes = 0;
        var replied = false;
        foreach (var write in writes)
        {
            bytes += (write.Cells.Json?.Length ?? 0) + (write.Cells.Content?.Length ?? 0);
            replied |= write.Key.StartsWith("e:", StringComparison.Ordinal) && write.Cells.Json!.Contains("\"type\":\"ReplySent\"", StringComparison.Ordinal);
        }
        tally.Committed(writes.Count, bytes);
        if (replied) tally.Replied(partition);
        return etags;
    }
}
