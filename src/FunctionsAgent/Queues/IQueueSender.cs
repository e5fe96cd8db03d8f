namespace FunctionsAgent.Queues;

/// <summary>All that the pipeline needs of Azure Service Bus: send to a session, now or later.</summary>
public interface IQueueSender
{
    /// <summary>
    /// Durable when the task ends. The session is the envelope's partition, the transport id is fresh for each send
    /// (duplicate detection would swallow a retry). Throws when nothing is known of the outcome: send again.
    /// </summary>
    Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default);
}
