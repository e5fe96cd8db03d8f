using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>
/// Takes a thread's past when nobody has said anything in it for long. First, in one transaction, the head becomes the log's
/// new beginning (row <c>base</c>); from then on everything up to it is leftover and may be deleted at leisure, by several
/// instances, again after a crash. What stays is the head twice: names, counts, times and hashes, no words. Sequences and ids
/// are never used again, the next message goes on from there, and <c>verify</c> says where the log begins.
/// </summary>
public sealed class ThreadPurge(ITables tables, IBlobs blobs, Indexes indexes, TimeProvider time)
{
    /// <summary>When somebody last said or did something here; null for a thread without rows.</summary>
    public async Task<DateTimeOffset?> LastAsync(string thread, CancellationToken ct)
    {
        var head = await tables.GetAsync(Keys.Table, thread, Keys.Head, ct);
        var last = head is null ? null : (DateTimeOffset?)Head.Parse(head.Cells.Json!).LastAt;
        var (from, to) = Keys.All("p:");
        foreach (var row in await tables.RangeAsync(Keys.Table, thread, from, to, 1000, ct))
            if (ThreadRows.At(row) is { } at && (last is null || at > last)) last = at;
        return last;
    }

    /// <summary>True when nothing is left that is older; false when the thread came alive meanwhile.</summary>
    public async Task<bool> RunAsync(string thread, DateTimeOffset before, CancellationToken ct)
    {
        // What is written from now on belongs to somebody who came back.
        var begun = time.GetUtcNow();
        if (await LastAsync(thread, ct) >= before) return false;
        var stateRow = await tables.GetAsync(Keys.Table, thread, Keys.State, ct);
        if (await tables.GetAsync(Keys.Table, thread, Keys.Head, ct) is { } head)
        {
            try
            {
                // The head under its own version: nobody has committed since it was read.
                await tables.CommitAsync(Keys.Table, thread, [Write.Upsert(Keys.Base, head.Cells), Write.Update(Keys.Head, head.ETag, head.Cells)], ct);
            }
            catch (ConflictException)
            {
                return false;
            }
            await EventsAsync(thread, Head.Parse(head.Cells.Json!).Seq, ct);
        }
        if (stateRow is not null && await tables.TryAsync(Keys.Table, thread, Write.Delete(Keys.State, stateRow.ETag), ct)) await BlobsAsync([stateRow], ct);
        foreach (var prefix in (string[])["p:", "r:", "s:", "d:"]) await OthersAsync(thread, prefix, begun, ct);
        return true;
    }

    private async Task EventsAsync(string thread, long upTo, CancellationToken ct)
    {
        await foreach (var rows in tables.PagesAsync(Keys.Table, thread, Keys.Event(0), Keys.Event(upTo + 1), ThreadRows.Page, ct))
        {
            foreach (var row in rows)
            {
                var e = await ThreadRows.EventAsync(row, blobs, ct);
                await indexes.LeaveAsync(thread, e, ct);
                foreach (var blob in ThreadRows.Blobs(e, row.Cells)) await blobs.DeleteAsync(blob, ct);
            }
            await tables.DeleteAsync(Keys.Table, thread, rows, ct);
        }
    }

    private async Task OthersAsync(string thread, string prefix, DateTimeOffset begun, CancellationToken ct)
    {
        var (from, to) = Keys.All(prefix);
        await foreach (var rows in tables.PagesAsync(Keys.Table, thread, from, to, ThreadRows.Page, ct))
        {
            var old = rows.Where(row => (ThreadRows.At(row) ?? DateTimeOffset.MinValue) <= begun).ToList();
            await BlobsAsync(old, ct);
            await tables.DeleteAsync(Keys.Table, thread, old, ct);
        }
    }

    private async Task BlobsAsync(IReadOnlyList<Row> rows, CancellationToken ct)
    {
        foreach (var blob in rows.SelectMany(ThreadRows.Blobs)) await blobs.DeleteAsync(blob, ct);
    }
}
