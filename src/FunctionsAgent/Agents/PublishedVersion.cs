using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>A version of an agent that was published. Its content never changes.</summary>
/// <param name="Hash">SHA-256 of its content, 64 hex digits; the version is its first 12.</param>
/// <param name="By">Who published it.</param>
public sealed record PublishedVersion(string Version, string Hash, DateTimeOffset At, string By, long Bytes, int Files, bool IsCurrent)
{
    /// <summary>What its tests showed when it was published; null where nobody said.</summary>
    public TestEvidence? Tests { get; init; }

    /// <summary>Each time it was published although it was not ready, the latest last; the newest 20.</summary>
    public ImmutableArray<PublishOverride> Overrides { get; init; } = [];
}

/// <summary>Somebody answered for publishing what was not ready.</summary>
/// <param name="Checks">The checks that were red.</param>
/// <param name="Reason">In his own words.</param>
public sealed record PublishOverride(string By, DateTimeOffset At, ImmutableArray<string> Checks, string Reason);

/// <summary>What is kept with a version when it is published.</summary>
/// <param name="By">Who publishes it.</param>
public sealed record Publication(string By)
{
    /// <summary>Null: what is known of an earlier run of the tests stays.</summary>
    public TestEvidence? Tests { get; init; }

    public PublishOverride? Override { get; init; }
}
