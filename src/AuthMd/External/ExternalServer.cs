using System.Collections.Immutable;

namespace AuthMd.External;

/// <summary>
/// An outside authorization server that registers agents and issues their access tokens (specification §25), where the service itself
/// does neither.
/// </summary>
public sealed record ExternalServer
{
    /// <param name="issuer">Its identifier (RFC 8414).</param>
    /// <param name="audiences">What <c>aud</c> of a token may be. An audience the server's other services share lets their tokens in, too.</param>
    /// <exception cref="ArgumentException">No https URL (http on this machine only), or no audience.</exception>
    public ExternalServer(string issuer, ImmutableArray<string> audiences)
    {
        var uri = ResourceUrl.Parse(issuer);
        if (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)
            throw new ArgumentException($"'{issuer}' is no https URL: whoever sits between could put in keys of their own.", nameof(issuer));
        if (audiences.IsDefaultOrEmpty) throw new ArgumentException("No audience is named: every token of the server would be good here.", nameof(audiences));
        (Issuer, Audiences) = (issuer, audiences);
    }

    /// <summary>As it was given: clients compare it character by character.</summary>
    public string Issuer { get; }

    public ImmutableArray<string> Audiences { get; }
}
