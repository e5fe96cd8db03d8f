namespace FunctionsAgent.Storage;

/// <summary><see cref="ITables"/>, and each call in <see cref="StoreMetrics"/>.</summary>
public sealed class MeteredTables(ITables inner, StoreMetrics metrics, TimeProvider time) : ITables
{
    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) =>
        Watch("get", table, () => inner.GetAsync(table, partition, key, ct));

    public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
        Watch("range", table, () => inner.RangeAsync(table, partition, from, to, take, ct));

    public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) =>
        Watch("commit", table, () => inner.CommitAsync(table, partition, writes, ct));

    public Task ForgetAsync(CancellationToken ct = default) => inner.ForgetAsync(ct);

    private Task<T> Watch<T>(string operation, string table, Func<Task<T>> call) => metrics.IsWatched ? WatchAsync(operation, table, call) : call();

    private async Task<T> WatchAsync<T>(string operation, string table, Func<Task<T>> call)
    {
        var begin = time.GetTimestamp();
        try
        {
            var answer = await call();
            metrics.Record(operation, table, time.GetElapsedTime(begin), null);
            return answer;
        }
        catch (Exception e)
        {
            metrics.Record(operation, table, time.GetElapsedTime(begin), e);
            throw;
        }
    }
}
