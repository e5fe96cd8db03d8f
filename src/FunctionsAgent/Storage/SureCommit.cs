namespace FunctionsAgent.Storage;

/// <summary>
/// The outcome of something done outside is known to this handler alone until it is written: a busy store is asked again, and
/// a row that is there by then, although the answer was lost, is recognised.
/// </summary>
internal static class SureCommit
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Throws <see cref="ConflictException"/> where the row is another's, <see cref="StoreBusyException"/> after two minutes.</summary>
    public static async Task CommitSurelyAsync(this ITables tables, string table, string partition, Write write, TimeProvider time)
    {
        var begin = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await CommitAsync(tables, table, partition, write, doubt: attempt > 0);
                return;
            }
            catch (StoreBusyException e) when (time.GetElapsedTime(begin) < Longest)
            {
                var asked = Math.Min(20, e.RetryAfter?.TotalSeconds ?? 0);
                await Task.Delay(TimeSpan.FromSeconds(Math.Max(asked, Math.Min(10, 0.1 * Math.Pow(2, Math.Min(attempt, 10))))), time);
            }
        }
    }

    private static async Task CommitAsync(ITables tables, string table, string partition, Write write, bool doubt)
    {
        try
        {
            await tables.CommitAsync(table, partition, [write]);
        }
        catch (ConflictException) when (doubt)
        {
            var row = await tables.GetAsync(table, partition, write.Key);
            if (write.Kind == WriteKind.Delete ? row is not null : row is null || !IsWritten(row.Cells, write.Cells)) throw;
        }
    }

    private static bool IsWritten(Cells there, Cells ours) => there.Json == ours.Json && (there.Content ?? []).AsSpan().SequenceEqual(ours.Content ?? []);
}
