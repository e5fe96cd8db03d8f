using System.Collections.Immutable;

namespace AuthMd.Providers;

/// <summary>An identity provider of an agent platform that this service believes.</summary>
/// <param name="Issuer">Its <c>iss</c>, compared character by character.</param>
/// <param name="DisplayName">What a person is shown; never taken from the provider.</param>
/// <param name="JwksUri">Where its keys lie; null: <c>{Issuer}/.well-known/jwks.json</c>.</param>
/// <param name="ChecksClient">Whether <c>client_id</c> has to be the issuer, or a client metadata document that names the same keys (specification §5.2).</param>
/// <param name="TakesResourceAsAudience">Whether <c>aud</c> may be the API's URL instead of this service's issuer (specification §24.1).</param>
public sealed record TrustedProvider(string Issuer, string DisplayName, string? JwksUri = null, bool ChecksClient = false, bool TakesResourceAsAudience = false)
{
    /// <exception cref="UriFormatException">Not absolute.</exception>
    public Uri Keys => new(JwksUri ?? Issuer.TrimEnd('/') + "/.well-known/jwks.json", UriKind.Absolute);
}

/// <summary>The trust list: configuration, told to nobody.</summary>
public sealed class TrustedProviders
{
    private readonly ImmutableDictionary<string, TrustedProvider> byIssuer;

    /// <param name="development">Whether <c>http</c> is good enough: on the machine of a developer.</param>
    /// <exception cref="ArgumentException">An issuer twice, no URL, or not <c>https</c>; no display name.</exception>
    public TrustedProviders(IEnumerable<TrustedProvider> providers, bool development = false)
    {
        ArgumentNullException.ThrowIfNull(providers);
        var all = ImmutableDictionary.CreateBuilder<string, TrustedProvider>(StringComparer.Ordinal);
        foreach (var provider in providers)
        {
            if (!IsUrl(provider.Issuer, development) || (provider.JwksUri is { } keys && !IsUrl(keys, development)))
                throw new ArgumentException($"The trusted provider '{provider.Issuer}' has an issuer or a key set that is no https URL. Give the URLs it signs and publishes under.", nameof(providers));
            if (string.IsNullOrWhiteSpace(provider.DisplayName))
                throw new ArgumentException($"The trusted provider '{provider.Issuer}' has no display name: a person is shown it when an agent asks for consent.", nameof(providers));
            if (!all.TryAdd(provider.Issuer, provider))
                throw new ArgumentException($"The trusted provider '{provider.Issuer}' is listed twice.", nameof(providers));
        }
        byIssuer = all.ToImmutable();
    }

    public bool Any => !byIssuer.IsEmpty;

    /// <summary>
    /// Null: nobody here believes this issuer. The service itself is never its own provider: its assertions look like a
    /// provider's, and whoever holds one could register with it for ever.
    /// </summary>
    public TrustedProvider? Find(string issuer, string self) => ResourceUrl.IsSame(issuer, self) ? null : byIssuer.GetValueOrDefault(issuer);

    /// <summary>For a service that knows its issuer when it starts.</summary>
    /// <exception cref="ArgumentException">The list names the service itself.</exception>
    public void Refuse(string self)
    {
        if (byIssuer.Keys.Any(issuer => ResourceUrl.IsSame(issuer, self)))
            throw new ArgumentException($"'{self}' is this service and stands in its own list of trusted providers. Take it out: its assertions would pass for a provider's.", nameof(self));
    }

    private static bool IsUrl(string value, bool development) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (development && uri.Scheme == Uri.UriSchemeHttp))
        && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
