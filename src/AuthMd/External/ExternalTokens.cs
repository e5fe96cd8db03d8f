using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AuthMd.Providers;
using AuthMd.Tokens;

namespace AuthMd.External;

/// <summary>
/// JWT access tokens (RFC 9068, specification §11 and §25) of the outside server: its issuer, before anything is fetched; the type; a
/// signature by a key it publishes; this API as audience; times that fit; the registration as subject.
/// </summary>
public sealed partial class ExternalTokens(ExternalServer server, ExternalKeys keys, AuthMdLifetimes lifetimes, TimeProvider time)
{
    private static readonly string[] Algorithms = ["ES256", "RS256", "PS256"], Types = ["at+jwt", "application/at+jwt", "JWT"];

    /// <summary>Nothing but its age ends such a token: one that lives longer is refused.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    // An ID token is for the client, whatever it names as audience; a token bound to a key is no bearer token (RFC 9449, RFC 8705).
    private static readonly string[] Foreign = ["nonce", "at_hash", "c_hash", "cnf"];

    /// <summary>Whether a token says it is this server's; nothing is believed or fetched.</summary>
    public bool IsIssued(string token) => token is not null && IsOurs(SignedJwt.Parse(token));

    /// <summary>What a token allows.</summary>
    /// <returns>Null: it is not good here. <see cref="Grant.Registration"/> is <c>sub</c>, <see cref="Grant.Account"/> is <c>act.sub</c>.</returns>
    /// <exception cref="ServerUnreachableException">It cannot be judged.</exception>
    public async Task<Grant?> ReadAsync(string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (SignedJwt.Parse(token) is not { } jwt || !IsOurs(jwt) || !Types.Contains(jwt.Type, StringComparer.OrdinalIgnoreCase) || !Algorithms.Contains(jwt.Algorithm) || jwt.KeyId is not { } id) return null;
        // Before the keys: who has no chance makes no traffic.
        if (Read(jwt.Claims) is not { } grant) return null;
        return (await keys.FindAsync(id, jwt.Algorithm, ct)).Any(key => key.Verifies(jwt)) ? grant : null;
    }

    private bool IsOurs(SignedJwt? jwt) => jwt?.Claims.Text("iss") is { } issuer && ResourceUrl.IsSame(issuer, server.Issuer);

    private Grant? Read(JwtClaims claims)
    {
        if (Foreign.Any(claims.Has) || Expires(claims) is not { } expires || Id(claims) is not { } registration) return null;
        if (claims.Texts("aud").FirstOrDefault(audience => server.Audiences.Any(ours => ResourceUrl.IsSame(ours, audience))) is not { } resource) return null;
        var account = claims.Object("act") is { } actor ? Id(new(actor)) : null;
        return new(registration, account, null, Scopes(claims), resource, expires);
    }

    private DateTimeOffset? Expires(JwtClaims claims)
    {
        var now = time.GetUtcNow();
        if (claims.Instant("exp") is not { } expires || expires + lifetimes.Skew <= now || expires > now + LongestLife + lifetimes.Skew) return null;
        return IsPast(claims, "iat", now) && IsPast(claims, "nbf", now) ? expires : null;
    }

    private bool IsPast(JwtClaims claims, string name, DateTimeOffset now) => !claims.Has(name) || claims.Instant(name) <= now + lifetimes.Skew;

    private static string? Id(JwtClaims claims) => claims.Text("sub") is { } id && Opaque.IsMatch(id) ? id : null;

    private static ImmutableArray<string> Scopes(JwtClaims claims) => [.. (claims.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    // It stands in every event: no address and no text of somebody's choice.
    [GeneratedRegex(@"\A[A-Za-z0-9_.|:-]{1,200}\z")]
    private static partial Regex Opaque { get; }
}
