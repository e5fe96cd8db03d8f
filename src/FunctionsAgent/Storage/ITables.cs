namespace FunctionsAgent.Storage;

/// <summary>
/// Rows in partitions, as Azure Table Storage offers them: point reads, ordered ranges inside one partition,
/// and transactions of one partition. Keys sort by ordinal. Every implementation passes the same contract suite.
/// </summary>
public interface ITables
{
    /// <summary>One row, or null. Throws <see cref="StoreBusyException"/>.</summary>
    Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default);

    /// <summary>Rows with <paramref name="from"/> ≤ key &lt; <paramref name="to"/>, ascending, at most <paramref name="take"/>.</summary>
    Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default);

    /// <summary>
    /// All writes or none, durable when the task ends. Answers the new ETags in the order of the writes (empty for a delete).
    /// Throws <see cref="ConflictException"/> (an insert found a row; an update or delete found another ETag or nothing),
    /// <see cref="StoreBusyException"/> (nothing is known to be wrong with the write: try again; it may have been applied),
    /// <see cref="LimitException"/> (over a limit of <see cref="TableLimits"/>: checked before anything is written).
    /// </summary>
    Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default);

    /// <summary>What was overwritten or deleted leaves the store's own journal, too. Nothing where the store keeps none within reach. Throws <see cref="StoreBusyException"/>.</summary>
    Task ForgetAsync(CancellationToken ct = default) => Task.CompletedTask;
}
