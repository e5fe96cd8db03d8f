namespace AuthMd;

/// <summary>The service's own people, to whom registrations are bound.</summary>
public interface IAccounts
{
    Task<Account?> FindAsync(string id, CancellationToken ct);

    /// <summary>By an address that was verified here; case does not matter.</summary>
    Task<Account?> ByEmailAsync(string email, CancellationToken ct);

    /// <summary>By a number that was verified here, in E.164.</summary>
    Task<Account?> ByPhoneAsync(string phone, CancellationToken ct);

    /// <summary>
    /// A new account for somebody a trusted provider vouches for; null where the service makes none by itself, and where one with the
    /// address or the number exists already: of two at once, one creates. A link to an account that exists needs its person.
    /// </summary>
    Task<Account?> CreateAsync(Account asserted, CancellationToken ct);
}

/// <param name="Id">Opaque and stable; for <see cref="IAccounts.CreateAsync"/> empty.</param>
/// <param name="Email">Verified, or null.</param>
/// <param name="Phone">Verified, E.164, or null.</param>
public sealed record Account(string Id, string? Email, string? Phone = null, string? Name = null);
