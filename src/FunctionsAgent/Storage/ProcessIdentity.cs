namespace FunctionsAgent.Storage;

/// <summary>Which process holds a lease. Where one process alone may use the store (the embedded host locks its folder), the leases of any other are those of a dead one.</summary>
public sealed class ProcessIdentity(string id, bool sole)
{
    public string Id { get; } = id;

    /// <summary>Whether no other process uses the same stores.</summary>
    public bool IsSole => sole;

    public bool OutlivesAnother(string owner) => sole && owner != Id;
}
