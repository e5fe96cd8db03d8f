namespace FunctionsAgent.Storage;

/// <summary>Deleting or changing many rows of one partition: each as it was read, so that what was written meanwhile stays.</summary>
public static class Removal
{
    /// <summary>In transactions of at most <see cref="TableLimits.TransactionRows"/>. Run again after a crash, it goes on.</summary>
    public static Task DeleteAsync(this ITables tables, string table, string partition, IReadOnlyList<Row> rows, CancellationToken ct) =>
        tables.EachAsync(table, partition, [.. rows.Select(row => Write.Delete(row.Key, row.ETag))], ct);

    /// <summary>The same with any writes, each of another row.</summary>
    public static async Task EachAsync(this ITables tables, string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct)
    {
        foreach (var chunk in writes.Chunk(TableLimits.TransactionRows))
        {
            try
            {
                await tables.CommitAsync(table, partition, chunk, ct);
            }
            catch (ConflictException)
            {
                // One of them changed or is gone: that one stays as it is, the others are done.
                foreach (var write in chunk) await TryAsync(tables, table, partition, write, ct);
            }
        }
    }

    /// <summary>False when the row changed or is gone.</summary>
    public static async Task<bool> TryAsync(this ITables tables, string table, string partition, Write write, CancellationToken ct)
    {
        try
        {
            await tables.CommitAsync(table, partition, [write], ct);
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    /// <summary>Pages of a range; a page is read when the one before was dealt with, and begins behind it.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Row>> PagesAsync(
        this ITables tables, string table, string partition, string from, string to, int page, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        while (true)
        {
            var rows = await tables.RangeAsync(table, partition, from, to, page, ct);
            if (rows.Count > 0) yield return rows;
            if (rows.Count < page) yield break;
            from = rows[^1].Key + " ";
        }
    }
}
