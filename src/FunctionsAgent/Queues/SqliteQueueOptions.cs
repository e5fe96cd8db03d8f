namespace FunctionsAgent.Queues;

/// <summary>The settings of an embedded queue, by the names and with the meaning they have on Service Bus.</summary>
/// <param name="LockDuration">How long a delivery is held without renewal; default 1 minute.</param>
/// <param name="MaxDeliveryCount">After that many deliveries without completion a message is dead-lettered.</param>
/// <param name="Sole">No other process may use the store: the locks found at the opening are those of a dead one, and are freed at once.</param>
public sealed record SqliteQueueOptions(TimeSpan? LockDuration = null, int MaxDeliveryCount = 20, bool Sole = false)
{
    public TimeSpan Lock { get; } = LockDuration ?? TimeSpan.FromMinutes(1);
}
