using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>
/// What ID-JAGs and security events have in common: a trusted issuer, before anything is fetched for it; the type; a signature
/// by a key it publishes; this service as audience; times that fit; a subject and an id.
/// </summary>
public sealed class ProviderTokens(TrustedProviders providers, ProviderKeys keys, AuthMdLifetimes lifetimes, TimeProvider time)
{
    private const int LongestId = 255;

    private static readonly string[] Algorithms = ["ES256", "RS256", "PS256"];

    /// <param name="type">Of the header; case does not matter.</param>
    /// <exception cref="ProviderTokenException"/>
    internal async Task<VerifiedToken> VerifyAsync(string compact, string type, AuthMdOptions options, CancellationToken ct)
    {
        var self = options.Issuer ?? throw new InvalidOperationException("This service is no authorization server.");
        var jwt = SignedJwt.Parse(compact) ?? throw new ProviderTokenException(TokenFault.Malformed, "This is no signed JWT in compact form.");
        var issuer = jwt.Claims.Text("iss") ?? throw new ProviderTokenException(TokenFault.Malformed, "The token has no iss.");
        var provider = providers.Find(issuer, self) ?? throw new ProviderTokenException(TokenFault.UntrustedIssuer, "The issuer is not one this service trusts.");
        if (!type.Equals(jwt.Type, StringComparison.OrdinalIgnoreCase)) throw new ProviderTokenException(TokenFault.WrongType, $"The header's typ has to be {type}.");
        await NeedSignatureAsync(jwt, provider, ct);
        NeedAudience(jwt.Claims, provider, self, options.Resource);
        var (issued, expires) = NeedTimes(jwt.Claims);
        return new(provider, new(provider.Issuer, Id(jwt.Claims, "sub"), self), Id(jwt.Claims, "jti"), issued, expires, jwt.Claims);
    }

    private async Task NeedSignatureAsync(SignedJwt jwt, TrustedProvider provider, CancellationToken ct)
    {
        if (!Algorithms.Contains(jwt.Algorithm)) throw new ProviderTokenException(TokenFault.BadSignature, $"The algorithm has to be one of {string.Join(", ", Algorithms)}.");
        if (jwt.KeyId is not { } id) throw new ProviderTokenException(TokenFault.Malformed, "The header has no kid.");
        var fitting = (await keys.FindAsync(provider, id, jwt.Algorithm, ct)).ToList();
        if (fitting.Count == 0) throw new ProviderTokenException(TokenFault.UnknownKey, "The provider publishes no such key, or its keys cannot be fetched at the moment.");
        if (!fitting.Any(key => key.Verifies(jwt))) throw new ProviderTokenException(TokenFault.BadSignature, "The signature is not by the key it names.");
    }

    private static void NeedAudience(JwtClaims claims, TrustedProvider provider, string self, string resource)
    {
        if (!claims.Texts("aud").Any(audience => ResourceUrl.IsSame(audience, self) || (provider.TakesResourceAsAudience && ResourceUrl.IsSame(audience, resource))))
            throw new ProviderTokenException(TokenFault.WrongAudience, "The token is not for this service: aud has to be its issuer.");
    }

    private (DateTimeOffset Issued, DateTimeOffset? Expires) NeedTimes(JwtClaims claims)
    {
        var now = time.GetUtcNow();
        var expires = claims.Instant("exp");
        if (claims.Has("exp") && expires is null) throw new ProviderTokenException(TokenFault.BadTime, "exp is no time.");
        if (expires + lifetimes.Skew <= now) throw new ProviderTokenException(TokenFault.Expired, "The token has expired.");
        if (claims.Instant("iat") is not { } issued) throw new ProviderTokenException(TokenFault.BadTime, "iat is missing or no time.");
        if (issued > now + lifetimes.Skew) throw new ProviderTokenException(TokenFault.BadTime, $"iat is more than {lifetimes.Skew.TotalSeconds} s in the future.");
        if (claims.Has("nbf") && !(claims.Instant("nbf") <= now + lifetimes.Skew)) throw new ProviderTokenException(TokenFault.BadTime, "nbf is in the future, or no time.");
        return (issued, expires);
    }

    private static string Id(JwtClaims claims, string name) =>
        claims.Text(name) is { Length: <= LongestId } id ? id : throw new ProviderTokenException(TokenFault.Malformed, $"{name} is missing, or longer than {LongestId} characters.");
}

/// <param name="Subject">Its audience is this service's issuer, however the token spells it.</param>
/// <param name="Id"><c>jti</c>; not yet spent.</param>
internal sealed record VerifiedToken(TrustedProvider Provider, Subject Subject, string Id, DateTimeOffset Issued, DateTimeOffset? Expires, JwtClaims Claims);
