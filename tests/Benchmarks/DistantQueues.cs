using FunctionsAgent.Queues;

namespace Benchmarks;

/// <summary>
/// Queues that are a network away. What a decision sends travels once, as with the Azure sender: one call a queue, all queues
/// at the same time. A message that is there is received after its way, under its lock; waiting for one costs nothing.
/// </summary>
internal sealed class DistantQueues(CountingQueues inner, Distance distance) : IQueueSender, IQueueReceiver
{
    public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        await inner.SendAsync(queue, session, envelope, due, ct);
    }

    public async Task SendAllAsync(IReadOnlyList<Outgoing> sends, CancellationToken ct = default)
    {
        if (sends.Count == 0) return;
        await distance.TravelAsync(ct);
        await inner.SendAllAsync(sends, ct);
    }

    public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
    {
        var message = await inner.AcceptAsync(queue, ct);
        // It is locked: whoever stops now still gets it, and settles it.
        await distance.TravelAsync(CancellationToken.None);
        return message;
    }

    public async Task CompleteAsync(Received message, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        await inner.CompleteAsync(message, ct);
    }

    public async Task AbandonAsync(Received message, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        await inner.AbandonAsync(message, ct);
    }

    public async Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        await inner.DeadLetterAsync(message, reason, description, ct);
    }

    public async Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default)
    {
        await distance.TravelAsync(ct);
        return await inner.RenewAsync(message, ct);
    }
}
