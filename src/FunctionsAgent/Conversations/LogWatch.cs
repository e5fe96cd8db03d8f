using System.Collections.Concurrent;

namespace FunctionsAgent.Conversations;

/// <summary>
/// Wakes whoever waits for a thread in this process. Another instance's commits are not seen here:
/// a waiter looks again after at most <see cref="Poll"/>.
/// </summary>
public sealed class LogWatch(TimeProvider time)
{
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Take the ticket, look at the log, then wait on the ticket: a commit in between is not missed.</summary>
    public Task Ticket(string partition) =>
        waiting.GetOrAdd(partition, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Pulse(string partition)
    {
        if (waiting.TryRemove(partition, out var source)) source.TrySetResult();
    }

    /// <summary>Until the next commit, the next poll, or the deadline.</summary>
    public async Task WaitAsync(Task ticket, DateTimeOffset deadline, CancellationToken ct)
    {
        var left = deadline - time.GetUtcNow();
        if (left <= TimeSpan.Zero) return;
        try
        {
            await ticket.WaitAsync(left < Poll ? left : Poll, time, ct);
        }
        catch (TimeoutException)
        {
            // Looking again is the point.
        }
    }
}
