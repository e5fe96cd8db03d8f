using System.Collections.Immutable;
using System.Net;
using AuthMd.Registrations;

namespace AuthMd.Audit;

/// <summary>Something that happened to a registration. There is no secret in it, ever.</summary>
/// <param name="Name">One of <see cref="AuditEvents"/>.</param>
public sealed record AuditEvent(string Name, DateTimeOffset At)
{
    public string? Registration { get; init; }

    public RegistrationKind? Kind { get; init; }

    /// <summary>The account it is bound to, or that decided.</summary>
    public string? User { get; init; }

    /// <summary>Who of the service's own people did it; null: the protocol's parties did.</summary>
    public string? By { get; init; }

    /// <summary>Who was asked to claim.</summary>
    public string? LoginHint { get; init; }

    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Whom a provider named.</summary>
    public Subject? Subject { get; init; }

    public string? AgentPlatform { get; init; }

    /// <summary>The provider's <c>agent_context_id</c>.</summary>
    public string? AgentContext { get; init; }

    /// <summary>The caller's address.</summary>
    public IPAddress? From { get; init; }

    /// <summary>The code of a refusal.</summary>
    public string? Code { get; init; }

    public static AuditEvent Of(string name, DateTimeOffset at, Registration registration, IPAddress? from = null) => new(name, at)
    {
        Registration = registration.Id, Kind = registration.Kind, User = registration.User, Subject = registration.Subject,
        AgentPlatform = registration.AgentPlatform, AgentContext = registration.AgentContext, From = from,
    };
}

/// <summary>The names of specification §19, and what else is worth a record.</summary>
public static class AuditEvents
{
    public const string RegistrationCreated = "registration.created";
    public const string AssertionIssued = "assertion.issued";
    public const string TokenIssued = "token.issued";
    public const string TokenRevoked = "token.revoked";
    public const string ClaimRequested = "claim.requested";
    public const string CodeMinted = "user_code.minted";
    public const string CodeRevealed = "user_code.revealed";
    public const string ClaimConfirmed = "claim.confirmed";
    public const string ClaimDenied = "claim.denied";
    public const string RegistrationExpired = "registration.expired";
    public const string RegistrationRevoked = "registration.revoked";
    public const string RefreshReused = "refresh.reused";
    public const string RequestRefused = "request.refused";
}
