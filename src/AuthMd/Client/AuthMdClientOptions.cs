namespace AuthMd.Client;

/// <summary>For whom an agent registers at a service, and what it may do by itself.</summary>
public sealed record AuthMdClientOptions
{
    /// <summary>Keeps registrations for different people at one service apart; any name, for example the id of the person.</summary>
    public string Profile { get; init; } = "";

    /// <summary>The person's e-mail address; allows <c>service_auth</c>.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Asks the agent's identity provider for an ID-JAG. Each works once, so every call has to give a new one.</summary>
    public Func<IdJagRequest, CancellationToken, Task<string>>? IdJag { get; init; }

    /// <summary>Asks the person before their identity is told to a service. Without it no identity is told.</summary>
    public Func<ConsentRequest, CancellationToken, Task<bool>>? Consent { get; init; }

    /// <summary>Whether an agent that was to act for a person may go on for nobody where the service takes no identities. Never replaces a registration that acts for a person.</summary>
    public bool FallBackToAnonymous { get; init; }

    /// <summary>Scopes to ask for, separated by spaces; null: all the registration has.</summary>
    public string? Scope { get; init; }
}

/// <param name="Audience">The <c>aud</c> of the ID-JAG: the service's issuer.</param>
/// <param name="Resource">The API's URL.</param>
/// <param name="MaxAge">Seconds; set after <c>login_required</c>: the person has to sign in at the provider again first.</param>
public sealed record IdJagRequest(string Audience, string Resource, int? MaxAge);

/// <summary>What the person has to be shown (specification §21). All of it is what the service says of itself.</summary>
/// <param name="Method"><c>identity_assertion</c> or <c>service_auth</c>.</param>
public sealed record ConsentRequest(string Method, ServiceMetadata Service);
