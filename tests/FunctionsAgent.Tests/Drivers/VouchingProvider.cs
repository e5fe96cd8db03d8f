using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>An agent platform's identity provider on this machine: it serves its key, vouches for its users, and takes that back.</summary>
internal sealed class VouchingProvider : IAsyncDisposable
{
    private const string Revoked = "https://schemas.workos.com/events/agent/auth/identity/assertion/revoked";

    private readonly WebApplication app;
    private readonly ECDsaSecurityKey key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "provider-1" };

    private VouchingProvider(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.First();

    public static async Task<VouchingProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var provider = new VouchingProvider(app);
        var point = provider.key.ECDsa.ExportParameters(false).Q;
        var jwk = new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = provider.key.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
        app.Run(context => context.Request.Path == "/.well-known/jwks.json" ? context.Response.WriteAsJsonAsync(new { keys = new[] { jwk } }) : Task.CompletedTask);
        await app.StartAsync();
        return provider;
    }

    public Dictionary<string, string?> Settings(string address) => new() { ["AuthMd__TrustedIssuers__0__Issuer"] = Issuer, ["AuthMd__TrustedIssuers__0__Name"] = "Example Platform", ["Public__BaseUrl"] = address };

    public string IdJag(string audience, string email) => Sign("oauth-id-jag+jwt", new()
    {
        ["iss"] = Issuer, ["sub"] = "user-7", ["aud"] = audience, ["client_id"] = Issuer, ["jti"] = Guid.NewGuid().ToString(), ["iat"] = Now, ["exp"] = Now + 300,
        ["auth_time"] = Now - 60, ["email"] = email, ["email_verified"] = true,
    });

    public string TakenBack(string audience) => Sign("secevent+jwt", new()
    {
        ["iss"] = Issuer, ["sub"] = "user-7", ["aud"] = audience, ["jti"] = Guid.NewGuid().ToString(), ["iat"] = Now, ["events"] = new Dictionary<string, object> { [Revoked] = new Dictionary<string, object>() },
    });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.ECDsa.Dispose();
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private string Sign(string type, Dictionary<string, object> claims) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = type, Claims = claims, SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
    });
}
