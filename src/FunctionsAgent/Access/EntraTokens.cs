using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Access;

/// <summary>Access tokens of Entra ID in the header <c>Authorization</c>, checked by Microsoft.Identity.Web.</summary>
public sealed class EntraTokens(EntraOptions options, IssuerKeys keys)
{
    public const string Scheme = "Entra";

    /// <summary>Bytes. A token with two hundred groups has some 10,000; what is longer is not parsed.</summary>
    public const int MaxToken = 16 * 1024;

    /// <summary>What Entra ID signs with. Everything else is refused, whatever a token's header says.</summary>
    internal static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256];

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Whose token it is; null where it is not good.</summary>
    /// <exception cref="IssuerUnreachableException">It cannot be judged.</exception>
    public async Task<Principal?> ReadAsync(HttpContext context, string token)
    {
        if (token.Length > MaxToken || !TryKeyId(token, out var kid)) return null;
        if (!await keys.ReadyAsync(kid, context.RequestAborted)) throw new IssuerUnreachableException();
        var result = await context.AuthenticateAsync(Scheme);
        return result is { Succeeded: true, Principal: { } who } ? EntraClaims.OfToken(who, options.TenantId) : null;
    }

    internal static void Register(AuthenticationBuilder authentication, EntraOptions options)
    {
        authentication.AddMicrosoftIdentityWebApi(
            jwt => jwt.RequireHttpsMetadata = options.Instance.Scheme == "https",
            app =>
            {
                app.Instance = options.Instance.AbsoluteUri;
                app.TenantId = options.TenantId.ToString();
                app.ClientId = options.ClientId.ToString();
            },
            Scheme);
        authentication.Services.AddOptions<JwtBearerOptions>(Scheme).Configure<IssuerKeys>((jwt, keys) =>
        {
            jwt.ConfigurationManager = keys;
            jwt.MapInboundClaims = false;
            jwt.IncludeErrorDetails = false;
            jwt.TokenValidationParameters.ValidAudiences = options.Audiences;
            Restrict(jwt.TokenValidationParameters, options);
        });
    }

    /// <summary>What holds for any token of ours: our tenant's issuers, one algorithm, a signature, a time.</summary>
    internal static void Restrict(TokenValidationParameters checks, EntraOptions options)
    {
        checks.ValidIssuers = options.Issuers;
        // The library's own would fetch metadata beside ours, and take any tenant that it can look up.
        checks.IssuerValidator = (issuer, _, _) => options.Issuers.Contains(issuer, StringComparer.Ordinal) ? issuer : throw new SecurityTokenInvalidIssuerException("Another issuer.");
        checks.ValidateAudience = checks.ValidateIssuer = checks.ValidateLifetime = checks.ValidateIssuerSigningKey = true;
        checks.RequireSignedTokens = checks.RequireExpirationTime = checks.RequireAudience = true;
        checks.ValidAlgorithms = Algorithms;
        checks.ClockSkew = Skew;
        checks.SaveSigninToken = false;
    }

    internal static bool TryKeyId(string? token, out string? kid)
    {
        kid = null;
        try
        {
            kid = new JsonWebTokenHandler().ReadJsonWebToken(token).Kid;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return false;
        }
    }
}
