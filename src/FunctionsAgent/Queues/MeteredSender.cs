namespace FunctionsAgent.Queues;

/// <summary><see cref="IQueueSender"/>: stamps each envelope with when it was sent, and counts it.</summary>
public sealed class MeteredSender(IQueueSender inner, QueueMetrics metrics, TimeProvider time) : IQueueSender
{
    public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
    {
        try
        {
            await inner.SendAsync(queue, session, Stamped(envelope), due, ct);
            metrics.Sent(queue, 1, null);
        }
        catch (Exception e)
        {
            metrics.Sent(queue, 1, e.GetType().Name);
            throw;
        }
    }

    public async Task SendAllAsync(IReadOnlyList<Outgoing> sends, CancellationToken ct = default)
    {
        if (sends.Count == 0) return;
        string? error = null;
        try
        {
            await inner.SendAllAsync([.. sends.Select(send => send with { Envelope = Stamped(send.Envelope) })], ct);
        }
        catch (Exception e)
        {
            error = e.GetType().Name;
            throw;
        }
        finally
        {
            foreach (var queue in sends.GroupBy(send => send.Queue, StringComparer.Ordinal)) metrics.Sent(queue.Key, queue.Count(), error);
        }
    }

    private Envelope Stamped(Envelope envelope) => envelope with { Sent = time.GetUtcNow() };
}
