using FunctionsAgent.Queues;

namespace Benchmarks;

/// <summary>The queues, with what they must make durable counted. A look at an empty queue writes nothing and does not count.</summary>
internal sealed class CountingQueues(IQueueSender sender, IQueueReceiver receiver, Tally tally) : IQueueSender, IQueueReceiver
{
    public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
    {
        await sender.SendAsync(queue, session, envelope, due, ct);
        tally.Sent(1, 1);
    }

    public async Task SendAllAsync(IReadOnlyList<Outgoing> sends, CancellationToken ct = default)
    {
        await sender.SendAllAsync(sends, ct);
        tally.Sent(sends.Count, sends.DistinctBy(send => send.Queue).Count());
    }

    public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
    {
        var message = await receiver.AcceptAsync(queue, ct);
        tally.Accepted();
        return message;
    }

    public async Task CompleteAsync(Received message, CancellationToken ct = default)
    {
        await receiver.CompleteAsync(message, ct);
        tally.Settled();
    }

    public async Task AbandonAsync(Received message, CancellationToken ct = default)
    {
        await receiver.AbandonAsync(message, ct);
        tally.Settled();
    }

    public async Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default)
    {
        await receiver.DeadLetterAsync(message, reason, description, ct);
        tally.Settled();
    }

    public async Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default)
    {
        var until = await receiver.RenewAsync(message, ct);
        tally.Settled();
        return until;
    }
}
