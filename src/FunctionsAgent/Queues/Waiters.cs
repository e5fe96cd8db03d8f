namespace FunctionsAgent.Queues;

/// <summary>
/// The receivers that wait on one queue. A session that becomes free wakes one of them; nobody polls. A signal that finds
/// nobody waiting is kept for the next one to wait, until a look at the store found the queue empty.
/// </summary>
internal sealed class Waiters
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _unclaimed;
    private bool _closed;

    public bool Any
    {
        get
        {
            lock (_gate) return _waiting.Count > 0;
        }
    }

    /// <summary>Told by the writer between two operations: what was signalled for earlier ones has been taken by others.</summary>
    public void FoundEmpty()
    {
        lock (_gate) _unclaimed = 0;
    }

    public void Signal()
    {
        lock (_gate)
        {
            if (_waiting.First is not { } first)
            {
                _unclaimed++;
                return;
            }
            _waiting.Remove(first);
            first.Value.TrySetResult();
        }
    }

    public async Task WaitAsync(CancellationToken ct)
    {
        var mine = Enter();
        if (mine is null) return;
        await using var _ = ct.Register(() => Leave(mine, ct));
        await mine.Value.Task;
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var waiter in _waiting) waiter.TrySetException(Closed());
            _waiting.Clear();
        }
    }

    private LinkedListNode<TaskCompletionSource>? Enter()
    {
        lock (_gate)
        {
            if (_closed) throw Closed();
            if (_unclaimed == 0) return _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _unclaimed--;
            return null;
        }
    }

    // One that was signalled already stays signalled: it looks, and passes the message to nobody else's loss.
    private void Leave(LinkedListNode<TaskCompletionSource> mine, CancellationToken ct)
    {
        lock (_gate)
        {
            if (mine.List is null) return;
            _waiting.Remove(mine);
        }
        mine.Value.TrySetCanceled(ct);
    }

    private static ObjectDisposedException Closed() => new(nameof(SqliteQueues));
}
