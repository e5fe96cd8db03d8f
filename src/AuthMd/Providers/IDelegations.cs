using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>Which person of a provider is which account here (specification §6): one account for a subject, whatever the audience.</summary>
public interface IDelegations
{
    Task<Delegation?> FindAsync(Subject subject, CancellationToken ct);

    /// <summary>Binds the subject, unless it is bound: the existing binding wins, even to another account.</summary>
    /// <returns>What is bound now.</returns>
    Task<Delegation> BindAsync(Subject subject, string account, CancellationToken ct);

    /// <summary>The provider named the person again. Binds nobody.</summary>
    Task SeenAsync(Delegation delegation, CancellationToken ct);

    /// <summary>The provider took the person back: the next ID-JAG needs the human again.</summary>
    Task RemoveAsync(Subject subject, CancellationToken ct);
}

/// <param name="Account"><see cref="Account.Id"/>.</param>
public sealed record Delegation(string Issuer, string Id, string Account, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
