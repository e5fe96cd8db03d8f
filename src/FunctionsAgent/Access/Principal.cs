using AuthMd.Tokens;

namespace FunctionsAgent.Access;

/// <summary>Who calls an API or operator route.</summary>
/// <param name="By">What an event says of the actor: <c>embedded-key</c>, <c>user:OBJECT-ID</c>, <c>app:CLIENT-ID</c>, <c>registration:reg_…</c> or <c>external:ID</c> (of an outside server); never a name.</param>
/// <param name="Role">The highest of the staff roles.</param>
/// <param name="MayCall">Whether it may speak to agents as a system of its own.</param>
/// <param name="Via"><c>key</c>, <c>bearer</c> or <c>cookie</c>.</param>
/// <param name="Name">For the page of the person signed in, nowhere else.</param>
/// <param name="Email">Of the person signed in on a page.</param>
/// <param name="Csrf">What a request that changes something must carry in <see cref="Session.CsrfHeader"/>; null where no cookie spoke.</param>
public sealed record Principal(string By, StaffRole Role, bool MayCall, string Via, string? Name = null, string? Csrf = null, string? Email = null)
{
    /// <summary>What an agent's own token allows; null for everybody else, whom roles decide.</summary>
    public Grant? Grant { get; init; }

    public static Principal Of(Grant grant) => new($"registration:{grant.Registration}", StaffRole.None, MayCall: true, "bearer") { Grant = grant };

    /// <summary>Whether a scope is allowed; where roles decide, all are.</summary>
    public bool Has(string scope) => Grant is not { } grant || grant.Scopes.Contains(scope);

    /// <summary>Whoever may read the log may read any conversation; everybody else its own.</summary>
    public bool MayRead(string route) => Role >= StaffRole.Reviewer || By == route;
}
