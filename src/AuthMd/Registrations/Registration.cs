using System.Collections.Immutable;

namespace AuthMd.Registrations;

public enum RegistrationKind { Anonymous, ServiceAuth, IdJag }

/// <summary>Of a registration (specification §15); the protocol's own <c>expired</c> covers <see cref="Revoked"/>, too.</summary>
public enum RegistrationStatus { Unclaimed, PendingClaim, Claimed, Expired, Revoked }

/// <summary>One agent's identity at this service: what assertions and tokens are about. The one authority; indexes only point to it.</summary>
public sealed record Registration
{
    /// <summary><c>reg_</c>…; no secret.</summary>
    public required string Id { get; init; }

    public required RegistrationKind Kind { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary><see cref="Account.Id"/> of the person it is bound to.</summary>
    public string? User { get; init; }

    public DateTimeOffset? Claimed { get; init; }

    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Whom a provider named; of ID-JAG registrations alone.</summary>
    public Subject? Subject { get; init; }

    /// <summary>How the person signed in at the provider (RFC 8176), copied into assertions.</summary>
    public ImmutableArray<string> Amr { get; init; } = [];

    public Claim? Claim { get; init; }

    /// <summary>Counts up when everything issued before becomes void: at a claim, at a revocation. Assertions and tokens carry the number they were issued under.</summary>
    public int Generation { get; init; }

    /// <summary>Hash of the refresh token that is good now, in dialect B; any other of this registration was spent.</summary>
    public string? RefreshHash { get; init; }

    public DateTimeOffset? RefreshExpires { get; init; }

    /// <summary>What the agent says of itself: shown as text of a stranger, never as a fact.</summary>
    public string? AgentPlatform { get; init; }

    /// <summary>The provider's <c>agent_context_id</c>, for the audit trail alone.</summary>
    public string? AgentContext { get; init; }

    public RegistrationStatus Status(DateTimeOffset now) => this switch
    {
        { Revoked: not null } => RegistrationStatus.Revoked,
        { Claimed: not null } => RegistrationStatus.Claimed,
        { Claim.Expires: var end } when end <= now => RegistrationStatus.Expired,
        { Claim.Attempt: not null } => RegistrationStatus.PendingClaim,
        _ => RegistrationStatus.Unclaimed,
    };
}

/// <summary>(iss, sub, aud) of an ID-JAG.</summary>
public sealed record Subject(string Issuer, string Id, string Audience);

/// <summary>The way to a person: the agent holds a secret token, an attempt binds it to who signs in.</summary>
/// <param name="TokenHash">SHA-256 of the <c>clm_</c> token.</param>
/// <param name="Expires">End of the outer window.</param>
/// <param name="Attempts">Begun so far.</param>
/// <param name="Delivered">When the agent was given what the claim brought it; in dialect A, when it first fetched that.</param>
public sealed record Claim(string TokenHash, DateTimeOffset Expires, int Attempts = 0, Attempt? Attempt = null, DateTimeOffset? Delivered = null);

/// <summary>One try of a claim: a link for the person, a code between person and agent. A new one ends the one before.</summary>
/// <param name="ViewHash">SHA-256 of the token in the link.</param>
/// <param name="SealedCode">The six digits, sealed.</param>
/// <param name="LoginHint">Who has to sign in: an e-mail address, or <c>account:ID</c> for a step-up.</param>
/// <param name="Wrong">Wrong codes so far.</param>
/// <param name="ConfirmedBy">The account that confirmed on the page.</param>
/// <param name="Told">The agent knows the code (dialect A). Such a code is typed, and is never one that a page reveals: not even after the service changed its dialect.</param>
public sealed record Attempt(
    string Id, string ViewHash, DateTimeOffset ViewExpires, string SealedCode, DateTimeOffset CodeExpires, string LoginHint,
    int Wrong = 0, DateTimeOffset? Confirmed = null, string? ConfirmedBy = null, bool Denied = false, bool Told = false);
