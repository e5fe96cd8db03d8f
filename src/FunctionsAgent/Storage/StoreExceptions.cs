namespace FunctionsAgent.Storage;

/// <summary>Somebody else wrote first. Read again and decide again.</summary>
public sealed class ConflictException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store cannot take the call now (locked, full, throttled, out of reach). Transient: try again later.</summary>
public sealed class StoreBusyException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the store asked to be left alone (its <c>Retry-After</c>); null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It refused because there were too many calls.</summary>
    public bool Throttled { get; init; }
}

/// <summary>A write that no store of ours will ever take. Permanent. The message names the limit with its arithmetic.</summary>
public sealed class LimitException(string message) : Exception(message);
