using System.Collections.Immutable;

namespace AuthMd;

/// <summary>What a service tells other agents about itself. The metadata, the document and the challenge are all rendered from it, so that they cannot disagree.</summary>
public sealed record AuthMdOptions
{
    private readonly string resource = "";
    private readonly string? issuer;

    /// <summary>The API's canonical URL (RFC 9728 <c>resource</c>), kept without a trailing slash.</summary>
    /// <exception cref="ArgumentException">Not an absolute http(s) URL, or with a user, a query or a fragment.</exception>
    public required string Resource
    {
        get => resource;
        init => resource = ResourceUrl.Canonical(value);
    }

    /// <summary>Other names of the same API that tokens are issued for (RFC 8707), each with metadata of its own, spelled like <see cref="Resource"/>.</summary>
    public ImmutableArray<string> OtherResources { get; init; } = [];

    /// <summary>The name a person sees when asked for consent.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Scopes the API checks. Empty: none is advertised.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>URL of an image that a person is shown with the name.</summary>
    public string? Logo { get; init; }

    /// <summary>URL of documentation for developers.</summary>
    public string? Documentation { get; init; }

    /// <summary>URL of the terms of service.</summary>
    public string? Terms { get; init; }

    /// <summary>Where to ask for access while registration is closed: an e-mail address or a URL.</summary>
    public string? Contact { get; init; }

    /// <summary>Issuers (RFC 8414) whose tokens the API takes. Empty: none is advertised.</summary>
    public ImmutableArray<string> AuthorizationServers { get; init; } = [];

    /// <summary>Whether agents may register by themselves. Needs an authorization server.</summary>
    public bool RegistrationOpen { get; init; }

    /// <summary>This authorization server's identifier (RFC 8414), kept without a trailing slash: the issuer of assertions. Null where the service is none.</summary>
    /// <exception cref="ArgumentException">Not an absolute http(s) URL, or with a user, a query or a fragment.</exception>
    public string? Issuer
    {
        get => issuer;
        init => issuer = value is null ? null : ResourceUrl.Canonical(value);
    }

    /// <summary>The wire format that agents are spoken to in.</summary>
    public AuthMdDialect Dialect { get; init; } = AuthMdDialect.B;

    /// <summary>Whether an agent may register for nobody in particular.</summary>
    public bool AllowAnonymous { get; init; } = true;

    /// <summary>Whether an agent may ask a person by name (<c>login_hint</c>) to claim it.</summary>
    public bool AllowServiceAuth { get; init; } = true;

    /// <summary>Whether a trusted provider may vouch for an agent's user (ID-JAG), and send security events.</summary>
    public bool AllowIdentityAssertion { get; init; }

    /// <summary>How often things may be done.</summary>
    public AuthMdLimits Limits { get; init; } = new();

    /// <summary>Scopes of a registration nobody has claimed.</summary>
    public ImmutableArray<string> PreClaimScopes { get; init; } = [];

    /// <summary>Scopes of a claimed one; with the others they are <see cref="Scopes"/>.</summary>
    public ImmutableArray<string> PostClaimScopes { get; init; } = [];

    /// <summary>What a scope allows, in words for a person.</summary>
    public ImmutableDictionary<string, string> ScopeDescriptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The API's endpoints, in the order they are listed.</summary>
    public ImmutableArray<AuthMdEndpoint> Endpoints { get; init; } = [];

    /// <summary>The ways to register that are open, by their <c>type</c>.</summary>
    public ImmutableArray<string> IdentityTypes => !RegistrationOpen ? [] :
    [
        .. AllowAnonymous ? ["anonymous"] : Array.Empty<string>(),
        .. AllowServiceAuth ? ["service_auth"] : Array.Empty<string>(),
        .. AllowIdentityAssertion ? ["identity_assertion"] : Array.Empty<string>(),
    ];

    /// <summary>Refuses what would advertise something that nobody serves.</summary>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(ResourceName))
            throw new ArgumentException("ResourceName is empty: a person is shown it when an agent asks for consent.", nameof(ResourceName));
        if (RegistrationOpen && AuthorizationServers.IsDefaultOrEmpty)
            throw new ArgumentException("RegistrationOpen is set and AuthorizationServers is empty: agents would have nowhere to register. Name an issuer, or leave registration closed.", nameof(RegistrationOpen));
        if (Issuer is not null) ValidateIssuer();
    }

    private void ValidateIssuer()
    {
        if (AuthorizationServers.IsDefault || !AuthorizationServers.Contains(Issuer!))
            throw new ArgumentException($"AuthorizationServers does not contain the Issuer {Issuer}: agents compare them character by character.", nameof(AuthorizationServers));
        if (!Enum.IsDefined(Dialect)) throw new ArgumentException("Dialect is neither A nor B.", nameof(Dialect));
        if (RegistrationOpen && IdentityTypes.IsEmpty)
            throw new ArgumentException("RegistrationOpen is set and every way to register is off. Allow one, or close registration.", nameof(RegistrationOpen));
        foreach (var scope in PreClaimScopes.Concat(PostClaimScopes))
            if (!Scopes.Contains(scope)) throw new ArgumentException($"The scope '{scope}' is given to registrations and is not in Scopes.", nameof(Scopes));
        foreach (var scope in Scopes)
            if (scope.Length == 0 || scope.Any(character => character is <= ' ' or '"' or '\\' or > '~'))
                throw new ArgumentException($"'{scope}' is no scope (RFC 6749 section 3.3).", nameof(Scopes));
    }
}

/// <summary>One endpoint of the API.</summary>
/// <param name="Path">From the host's root, for example <c>/api/agents/{agent}/messages</c>.</param>
/// <param name="NeedsToken">Whether a request without a bearer token is answered 401.</param>
/// <param name="Example">A JSON body that works, for the document.</param>
public sealed record AuthMdEndpoint(string Method, string Path, string Purpose, bool NeedsToken = true, string? Example = null);
