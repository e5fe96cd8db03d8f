using System;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Local.Simulation;

/// <summary>The host's queues, and a word whenever a message was settled: so that nobody has to ask again and again whether they are drained.</summary>
internal sealed class QueueWatch(SqliteQueues queues) : IQueueReceiver
{
    private readonly Lock gate = new();
    private TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteQueues Queues => queues;

    /// <summary>Ends when the next message was settled.</summary>
    public Task Settled
    {
        get
        {
            lock (gate) return settled.Task;
        }
    }

    public Task<Received> AcceptAsync(string queue, CancellationToken ct = default) => queues.AcceptAsync(queue, ct);

    public Task CompleteAsync(Received message, CancellationToken ct = default) => SettleAsync(queues.CompleteAsync(message, ct));

    public Task AbandonAsync(Received message, CancellationToken ct = default) => SettleAsync(queues.AbandonAsync(message, ct));

    public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default) => SettleAsync(queues.DeadLetterAsync(message, reason, description, ct));

    public Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default) => queues.RenewAsync(message, ct);

    private async Task SettleAsync(Task settling)
    {
        await settling;
        TaskCompletionSource done;
        lock (gate) (done, settled) = (settled, new(TaskCreationOptions.RunContinuationsAsynchronously));
        done.SetResult();
    }
}
