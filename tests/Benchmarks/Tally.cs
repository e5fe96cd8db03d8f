using System.Collections.Concurrent;

namespace Benchmarks;

/// <summary>
/// Counts the operations that must be durable before the next step, and tells who waits for a conversation that its reply
/// stands in the log.
/// </summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);
    private long commits, rows, bytes, reads, sends, transfers, accepts, settles;

    public Counts Now => new(
        Interlocked.Read(ref commits), Interlocked.Read(ref rows), Interlocked.Read(ref bytes),
        Interlocked.Read(ref reads), Interlocked.Read(ref sends), Interlocked.Read(ref transfers), Interlocked.Read(ref accepts), Interlocked.Read(ref settles));

    public void Committed(int rowsWritten, long bytesWritten)
    {
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref rows, rowsWritten);
        Interlocked.Add(ref bytes, bytesWritten);
    }

    public void Read() => Interlocked.Increment(ref reads);

    public void Sent(int messages, int calls)
    {
        Interlocked.Add(ref sends, messages);
        Interlocked.Add(ref transfers, calls);
    }

    public void Accepted() => Interlocked.Increment(ref accepts);

    public void Settled() => Interlocked.Increment(ref settles);

    /// <summary>Take it before the message is posted.</summary>
    public Task Reply(string partition) =>
        (waiting[partition] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Replied(string partition)
    {
        if (waiting.TryRemove(partition, out var source)) source.TrySetResult();
    }
}

/// <param name="Commits">Transactions of <c>ITables</c>: door, stages, receipts of calls, indexes.</param>
/// <param name="Reads">Point reads and ranges of <c>ITables</c>.</param>
/// <param name="Sends">Queue messages sent, the scheduled ones too.</param>
/// <param name="Transfers">Calls that sent them, where what a decision sends to one queue goes in one call.</param>
/// <param name="Accepts">Deliveries taken under a lock.</param>
/// <param name="Settles">Deliveries completed, abandoned or renewed.</param>
internal sealed record Counts(long Commits, long Rows, long Bytes, long Reads, long Sends, long Transfers, long Accepts, long Settles)
{
    public long Durable => Commits + Sends + Accepts + Settles;

    public static Counts operator -(Counts a, Counts b) =>
        new(a.Commits - b.Commits, a.Rows - b.Rows, a.Bytes - b.Bytes, a.Reads - b.Reads, a.Sends - b.Sends, a.Transfers - b.Transfers, a.Accepts - b.Accepts, a.Settles - b.Settles);
}
