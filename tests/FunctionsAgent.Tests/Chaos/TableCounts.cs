using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>What was asked of the tables: requests, rows and bytes of their cells.</summary>
internal readonly record struct TableCount(long Reads, long RowsRead, long BytesRead, long Commits, long RowsWritten, long BytesWritten)
{
    public static TableCount operator +(TableCount a, TableCount b) => new(
        a.Reads + b.Reads, a.RowsRead + b.RowsRead, a.BytesRead + b.BytesRead, a.Commits + b.Commits, a.RowsWritten + b.RowsWritten, a.BytesWritten + b.BytesWritten);

    public static TableCount operator -(TableCount a, TableCount b) => new(
        a.Reads - b.Reads, a.RowsRead - b.RowsRead, a.BytesRead - b.BytesRead, a.Commits - b.Commits, a.RowsWritten - b.RowsWritten, a.BytesWritten - b.BytesWritten);

    public string Per(int turns) =>
        FormattableString.Invariant($"{Reads / (double)turns:0.##} reads of {RowsRead / (double)turns:0.##} rows and {BytesRead / turns:N0} bytes, {Commits / (double)turns:0.##} commits of {RowsWritten / (double)turns:0.##} rows and {BytesWritten / turns:N0} bytes");
}

/// <summary>Stands before the tables and counts.</summary>
internal sealed class CountedTables
{
    private readonly Lock gate = new();
    private TableCount now;

    public TableCount Now
    {
        get
        {
            lock (gate) return now;
        }
    }

    public ITables Around(ITables inner) => new Counted(inner, this);

    private void Add(TableCount more)
    {
        lock (gate) now += more;
    }

    private static long Bytes(Cells cells) => (cells.Json?.Length ?? 0) + (cells.Content?.Length ?? 0) + (cells.Salt?.Length ?? 0) + (cells.Hash?.Length ?? 0);

    private sealed class Counted(ITables inner, CountedTables tables) : ITables
    {
        public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
        {
            var row = await inner.GetAsync(table, partition, key, ct);
            tables.Add(new(1, row is null ? 0 : 1, row is null ? 0 : Bytes(row.Cells), 0, 0, 0));
            return row;
        }

        public async Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
        {
            var rows = await inner.RangeAsync(table, partition, from, to, take, ct);
            tables.Add(new(1, rows.Count, rows.Sum(r => Bytes(r.Cells)), 0, 0, 0));
            return rows;
        }

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
        {
            tables.Add(new(0, 0, 0, 1, writes.Count, writes.Sum(w => Bytes(w.Cells))));
            return inner.CommitAsync(table, partition, writes, ct);
        }
    }
}
