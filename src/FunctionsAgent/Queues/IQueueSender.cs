using FunctionsAgent.Storage;

namespace FunctionsAgent.Queues;

/// <summary>All that the pipeline needs of Azure Service Bus: send to a session, now or later.</summary>
public interface IQueueSender
{
    /// <summary>
    /// Durable when the task ends. The session is the envelope's partition, the transport id is fresh for each send
    /// (duplicate detection would swallow a retry). Throws <see cref="StoreBusyException"/> when nothing is known of the outcome:
    /// send again; <see cref="LimitException"/> for what cannot be sent (<see cref="QueueLimits"/>).
    /// </summary>
    Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default);

    /// <summary>
    /// All sends of one decision, each to its envelope's partition; those to one queue in their order. When it throws, some may
    /// have been sent: send all again, their ids dedupe.
    /// </summary>
    async Task SendAllAsync(IReadOnlyList<Outgoing> sends, CancellationToken ct = default)
    {
        foreach (var send in sends) await SendAsync(send.Queue, send.Envelope.Partition, send.Envelope, send.Due, ct);
    }
}

/// <summary>An envelope ready to go, as kept in the <c>d:</c> row of what caused it.</summary>
public sealed record Outgoing(string Queue, Envelope Envelope, DateTimeOffset? Due);
