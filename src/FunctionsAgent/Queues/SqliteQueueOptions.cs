namespace FunctionsAgent.Queues;

/// <summary>The settings of an embedded queue, by the names and with the meaning they have on Service Bus.</summary>
/// <param name="LockDuration">How long a delivery is held without renewal; default 1 minute.</param>
/// <param name="MaxDeliveryCount">After that many deliveries without completion a message is dead-lettered.</param>
/// <param name="Sole">No other process may use the store: the locks found at the opening are those of a dead one, and are freed at once.</param>
public sealed record SqliteQueueOptions(TimeSpan? LockDuration = null, int MaxDeliveryCount = 20, bool Sole = false)
{
    /// <summary>Body of a message in UTF-8 bytes (Service Bus, standard tier).</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>Characters of a session id (Service Bus).</summary>
    public const int MaxSessionLength = 128;

    /// <summary>Characters of a dead letter's reason and of its description (Service Bus); what is longer is cut.</summary>
    public const int MaxReasonLength = 4096;

    public TimeSpan Lock { get; } = LockDuration ?? TimeSpan.FromMinutes(1);
}
