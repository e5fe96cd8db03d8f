using System.Collections.Immutable;

namespace AuthMd.Client;

/// <summary>Under which credentials are kept: one registration a service and person.</summary>
/// <param name="Issuer">The authorization server.</param>
/// <param name="Profile"><see cref="AuthMdClientOptions.Profile"/>.</param>
public sealed record CredentialKey(string Issuer, string Profile);

/// <summary>What an agent keeps of a registration. Claim tokens are not in it: they never leave memory.</summary>
public sealed record Credentials
{
    /// <summary>The service's id of the registration.</summary>
    public required string Registration { get; init; }

    /// <summary>How it came about: <c>anonymous</c>, <c>service_auth</c>, <c>identity_assertion</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether it acts for a person, or waits for that person.</summary>
    public bool IsUserBound { get; init; }

    public HeldSecret? Assertion { get; init; }

    public HeldSecret? Refresh { get; init; }

    /// <summary>The refresh token was sent then, and no answer was kept: it may be spent.</summary>
    public DateTimeOffset? RefreshSent { get; init; }

    /// <summary>One for each resource and scope asked for.</summary>
    public ImmutableArray<HeldToken> Tokens { get; init; } = [];

    /// <summary>Counts every change.</summary>
    public int Revision { get; init; }

    public override string ToString() => $"{Method} {Registration}";

    internal HeldToken? Token(string resource, string? scope, DateTimeOffset now) => Tokens.FirstOrDefault(token => token.Resource == resource && token.Asked == scope && token.Secret.IsLive(now));

    internal Credentials With(HeldToken token) => this with { Tokens = [.. Tokens.Where(other => other.Resource != token.Resource || other.Asked != token.Asked), token] };
}

/// <param name="Expires">By the service's clock.</param>
public sealed record HeldSecret(string Value, DateTimeOffset Expires)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>Thirty seconds from its end it counts as over: it has to live until it arrives.</summary>
    public bool IsLive(DateTimeOffset now) => Expires - Slack > now;

    public override string ToString() => $"until {Expires:O}";
}

/// <param name="Asked">The scope that was asked for; null: none.</param>
/// <param name="Scope">The scope that was given.</param>
public sealed record HeldToken(string Resource, string? Asked, string? Scope, HeldSecret Secret);
