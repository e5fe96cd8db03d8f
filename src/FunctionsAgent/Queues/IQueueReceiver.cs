namespace FunctionsAgent.Queues;

/// <summary>
/// Peek-lock with sessions, for the embedded host; on Azure the Functions host does this.
/// One session is held by one receiver at a time, its messages come in the order in which they became due.
/// </summary>
public interface IQueueReceiver
{
    /// <summary>
    /// The next message of a free session, locked for <see cref="Received.LockedUntil"/>, waiting until there is one.
    /// Dead-letter queues (<c>name/$DeadLetterQueue</c>) have no sessions: every message is its own.
    /// A message delivered <c>MaxDeliveryCount</c> times already is dead-lettered instead.
    /// </summary>
    Task<Received> AcceptAsync(string queue, CancellationToken ct = default);

    /// <summary>Removes it and frees the session. Throws <see cref="LockLostException"/> when the lock ran out or passed on.</summary>
    Task CompleteAsync(Received message, CancellationToken ct = default);

    /// <summary>Puts it back at its place and frees the session. Throws <see cref="LockLostException"/>.</summary>
    Task AbandonAsync(Received message, CancellationToken ct = default);

    /// <summary>Moves it to the dead-letter queue with a reason. Throws <see cref="LockLostException"/>.</summary>
    Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default);

    /// <summary>Extends the lock and answers its new end. Throws <see cref="LockLostException"/>.</summary>
    Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default);
}

/// <summary>A message under lock.</summary>
/// <param name="Sequence">Number within the store; ascending in a session.</param>
/// <param name="DeliveryCount">1 on the first delivery.</param>
/// <param name="Lock">Proof of holding; settling with another one fails.</param>
/// <param name="Properties">Application properties; on a dead letter <c>DeadLetterReason</c> and <c>DeadLetterErrorDescription</c>.</param>
public sealed record Received(
    string Queue, string Session, long Sequence, string Body, int DeliveryCount, Guid Lock, DateTimeOffset LockedUntil,
    DateTimeOffset Enqueued, IReadOnlyDictionary<string, string> Properties);

/// <summary>The lock ran out or another receiver has the session: what this one did must not be settled.</summary>
public sealed class LockLostException(string message) : Exception(message);

/// <summary>What an operator asks of a queue.</summary>
public sealed record QueueDepth(string Queue, long Active, long Scheduled, long Locked, long DeadLetters, DateTimeOffset? Oldest);

/// <summary>Depths, where the transport can tell them.</summary>
public interface IQueueDepths
{
    Task<IReadOnlyList<QueueDepth>> DepthsAsync(CancellationToken ct = default);
}
