using AuthMd.Registrations;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthMd.Tokens;

/// <summary>The service's own identity assertions (specification §14): signed, not kept, good until they expire or the registration's generation moves on.</summary>
public sealed class Assertions(SigningKeys keys, AuthMdLifetimes lifetimes, TimeProvider time)
{
    /// <summary>Of the header; ID-JAGs of providers have the same, so the issuer tells them apart.</summary>
    public const string Type = "oauth-id-jag+jwt";

    private const string Generation = "gen";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    /// <summary>Signs one. Whoever gives it out records <see cref="Audit.AuditEvents.AssertionIssued"/> before.</summary>
    /// <param name="issuer">This authorization server, which is the audience, too.</param>
    public async Task<Assertion> MintAsync(string issuer, Registration registration, Account? account, CancellationToken ct)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var expires = now + lifetimes.Assertion;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = issuer, ["aud"] = issuer, ["sub"] = registration.Id, ["jti"] = $"jti_{Guid.NewGuid():D}",
            ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = expires.ToUnixTimeSeconds(), [Generation] = registration.Generation,
        };
        if (account?.Email is { } email) (claims["email"], claims["email_verified"]) = (email, true);
        if (!registration.Amr.IsDefaultOrEmpty) claims["amr"] = registration.Amr.ToArray();
        var key = await keys.CurrentAsync(ct);
        return new(Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type, Claims = claims, SigningCredentials = new(key.Key, SecurityAlgorithms.EcdsaSha256),
        }), expires);
    }

    /// <summary>The registration an assertion of ours names, and the generation it was issued under.</summary>
    /// <exception cref="RefusalException"><c>invalid_grant</c>: not ours, altered, expired.</exception>
    public async Task<(string Registration, int Generation)> ReadAsync(string issuer, string assertion, CancellationToken ct)
    {
        var signers = await keys.AllAsync(ct);
        var result = await Handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidTypes = [Type], ValidIssuer = issuer, ValidAudience = issuer, ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = signers.Select(key => key.Key), RequireExpirationTime = true, RequireSignedTokens = true, TryAllIssuerSigningKeys = false, ClockSkew = lifetimes.Skew,
            LifetimeValidator = (_, expires, _, _) => expires is { } end && end + lifetimes.Skew > time.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || !IsRegistration(token.Subject) || string.IsNullOrEmpty(token.Id)
            || !token.TryGetPayloadValue<int>(Generation, out var generation))
            throw RefusalException.InvalidGrant("The assertion is not one of this service, was altered, or has expired. Register or refresh, then exchange the new one.");
        return (token.Subject, generation);
    }

    private static bool IsRegistration(string? id) =>
        id is { Length: < 100 } && id.StartsWith(Secrets.Registration, StringComparison.Ordinal) && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}

/// <param name="Jwt">Opaque to the agent.</param>
public sealed record Assertion(string Jwt, DateTimeOffset Expires);
