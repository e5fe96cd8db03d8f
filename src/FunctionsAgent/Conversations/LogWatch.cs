namespace FunctionsAgent.Conversations;

/// <summary>
/// Wakes whoever waits for a thread in this process. Another instance's commits are not seen here: a waiter looks again
/// after at most <see cref="Poll"/>. Threads share slots, so memory is bounded and a waiter may wake for a neighbour.
/// </summary>
public sealed class LogWatch(TimeProvider time)
{
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource?[] slots = new TaskCompletionSource?[1024];

    /// <summary>Take the ticket, look at the log, then wait on the ticket: a commit in between is not missed.</summary>
    public Task Ticket(string partition)
    {
        ref var slot = ref Slot(partition);
        if (Volatile.Read(ref slot) is { } waiting) return waiting.Task;
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref slot, mine, null) ?? mine).Task;
    }

    public void Pulse(string partition) => Interlocked.Exchange(ref Slot(partition), null)?.TrySetResult();

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

    private ref TaskCompletionSource? Slot(string partition) => ref slots[(uint)string.GetHashCode(partition, StringComparison.Ordinal) % slots.Length];
}
