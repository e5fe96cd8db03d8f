using System.Collections.Immutable;

namespace AuthMd.Client;

/// <summary>What discovery found: one API and the authorization server that lets agents in (RFC 9728, RFC 8414, specification §3).</summary>
public sealed record ServiceMetadata
{
    /// <summary>The API's canonical URL; the <c>resource</c> of tokens (RFC 8707).</summary>
    public required string Resource { get; init; }

    /// <summary>The service's own words; shown to a person, never believed.</summary>
    public string? ResourceName { get; init; }

    public Uri? Logo { get; init; }

    public ImmutableArray<string> Scopes { get; init; } = [];

    public required string Issuer { get; init; }

    public required Uri TokenEndpoint { get; init; }

    public Uri? RevocationEndpoint { get; init; }

    public required Uri IdentityEndpoint { get; init; }

    public Uri? ClaimEndpoint { get; init; }

    /// <summary>The auth.md document.</summary>
    public Uri? Skill { get; init; }

    /// <summary>Ways to register as advertised; informational but for <c>identity_assertion</c>.</summary>
    public ImmutableArray<string> IdentityTypes { get; init; } = [];

    /// <summary>Whether ID-JAGs are taken.</summary>
    public bool TakesIdJags { get; init; }

    public required AuthMdDialect Dialect { get; init; }
}
