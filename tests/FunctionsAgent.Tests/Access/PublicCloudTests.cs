using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Tests.Access;

/// <summary>The names Entra ID has in the public cloud, with keys shaped as it publishes them: tokens v2, and v1 as app registrations get them unasked.</summary>
public sealed class PublicCloudTests : IAsyncLifetime
{
    private static readonly SigningKey Key = SigningKey.New();
    private static readonly string V2 = $"https://login.microsoftonline.com/{TestIssuer.Tenant}/v2.0", V1 = $"https://sts.windows.net/{TestIssuer.Tenant}/";
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(configure: services => services
        .AddEntra(new EntraOptions { TenantId = TestIssuer.Tenant, ClientId = TestIssuer.Client, Audiences = [TestIssuer.Client.ToString()] })
        .AddSingleton<IDocumentRetriever>(new Published()));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("2", 200)]
    [InlineData("1", 200)]
    [InlineData("another tenant's 1", 401)]
    [InlineData("another tenant's 2", 401)]
    public async Task Both_issuers_of_the_tenant_are_known_and_no_other(string issuer, int status)
    {
        var other = Guid.NewGuid().ToString();
        var name = issuer.EndsWith('1') ? V1 : V2;
        var token = Key.Sign(new()
        {
            ["iss"] = issuer.Length > 1 ? name.Replace(TestIssuer.Tenant.ToString(), other, StringComparison.Ordinal) : name, ["tid"] = issuer.Length > 1 ? other : TestIssuer.Tenant.ToString(),
            ["aud"] = TestIssuer.Client.ToString(), ["appid"] = "caller", ["roles"] = new[] { "Reviewer" }, ["nbf"] = SigningKey.At(-60), ["exp"] = SigningKey.At(600), ["ver"] = $"{issuer[^1]}.0",
        });
        using var request = ProblemAssert.Request(HttpMethod.Get, "/api/operator/parked", token);
        Assert.Equal(status, (int)(await host.Client.SendAsync(request)).StatusCode);
    }

    private sealed class Published : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            var rsa = Key.Rsa.ExportParameters(false);
            return Task.FromResult(address.EndsWith("/keys", StringComparison.Ordinal)
                ? JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", kid = Key.Id, n = Base64UrlEncoder.Encode(rsa.Modulus), e = Base64UrlEncoder.Encode(rsa.Exponent), issuer = "https://login.microsoftonline.com/{tenantid}/v2.0" } } })
                : JsonSerializer.Serialize(new { issuer = V2, jwks_uri = $"https://login.microsoftonline.com/{TestIssuer.Tenant}/discovery/v2.0/keys" }));
        }
    }
}
