using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthMd.Tests.Tokens;

public sealed class SigningKeysTests
{
    // Assertions that outlive the hour a new key waits, so that an old one is seen to verify under the new key.
    private static readonly AuthMdLifetimes Long = new() { Assertion = TimeSpan.FromHours(3) };

    [Fact]
    public async Task The_published_keys_verify_the_identity_assertion()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var jwks = await service.GetAsync(Routes.Jwks);
        Assert.Equal(("application/json", "public, max-age=300"), (jwks.Header("Content-Type"), jwks.Header("Cache-Control")));
        var token = new JsonWebToken(registered.At("identity.assertion"));
        Assert.Equal(("ES256", "oauth-id-jag+jwt"), (token.Alg, token.Typ));
        Assert.Equal((Service.Issuer, registered.At("id"), Service.Issuer), (token.Issuer, token.Subject, token.Audiences.Single()));
        Assert.StartsWith("jti_", token.Id, StringComparison.Ordinal);

        var checkedByOthers = await new JsonWebTokenHandler().ValidateTokenAsync(registered.At("identity.assertion"), new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(jwks.Text).GetSigningKeys(), ValidIssuer = Service.Issuer, ValidAudience = Service.Issuer, ValidateLifetime = false,
        });
        Assert.True(checkedByOthers.IsValid, checkedByOthers.Exception?.Message);
        var published = jwks.Body.GetProperty("keys").EnumerateArray().Single();
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], published.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(token.Kid, Base64UrlEncoder.Encode(new JsonWebKey(published.GetRawText()).ComputeJwkThumbprint()));
    }

    [Fact]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_verifies_until_its_last_assertion_ends()
    {
        await using var service = await Service.StartAsync(lifetimes: Long);
        var first = await KidAsync(service);
        service.Clock.Advance(Long.SigningKey);
        Assert.Equal(2, (await PublishedAsync(service)).Count);
        Assert.Equal(first, await KidAsync(service));

        service.Clock.Advance(TimeSpan.FromMinutes(59));
        var registered = await service.RegisterAsync();
        Assert.Equal(first, new JsonWebToken(registered.At("identity.assertion")).Kid);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await KidAsync(service);
        Assert.NotEqual(first, second);
        Assert.Equal(200, (await service.ExchangeAsync(registered.At("identity.assertion"))).Status);

        service.Clock.Advance(Long.Assertion - TimeSpan.FromMinutes(1));
        Assert.Contains(first, await PublishedAsync(service));
        service.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal([second], await PublishedAsync(service));
    }

    [Fact]
    public async Task Two_instances_that_start_and_rotate_at_once_agree()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        for (var round = 0; round < 3; round++)
        {
            var sets = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? one : two).GetAsync(Routes.Jwks)));
            Assert.Single(sets.Select(set => set.Text).Distinct());
            var registered = await one.RegisterAsync();
            Assert.Equal(200, (await two.ExchangeAsync(registered.At("identity.assertion"))).Status);
            one.Clock.Advance(one.Lifetimes.SigningKey + TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task An_instance_learns_of_a_key_the_other_made_long_before_it_signs()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        await PublishedAsync(two);
        one.Clock.Advance(one.Lifetimes.SigningKey - TimeSpan.FromSeconds(30));
        await PublishedAsync(two);
        one.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await PublishedAsync(one)).Count);
        one.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(await PublishedAsync(one), await PublishedAsync(two));
    }

    [Fact]
    public async Task Private_keys_lie_sealed()
    {
        await using var service = await Service.StartAsync();
        var key = await service.Keys.CurrentAsync(CancellationToken.None);
        var row = Assert.Single(service.Store.All, entry => entry.Kind == "key").Entry.Json;
        Assert.Contains("sealed:", row, StringComparison.Ordinal);
        var secret = key.Key.ECDsa.ExportParameters(true).D!;
        foreach (var bytes in new[] { secret, key.Key.ECDsa.ExportPkcs8PrivateKey() })
        {
            Assert.DoesNotContain(Convert.ToBase64String(bytes), row, StringComparison.Ordinal);
            Assert.DoesNotContain(Base64UrlEncoder.Encode(bytes), row, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(Base64UrlEncoder.Encode(secret), (await service.GetAsync(Routes.Jwks)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_authorization_server_publishes_no_keys()
    {
        await using var service = await Service.StartAsync(usual => usual with { Issuer = null });
        Assert.Equal(404, (await service.GetAsync(Routes.Jwks)).Status);
        Assert.DoesNotContain(service.Store.All, entry => entry.Kind == "key");
    }

    private static async Task<string> KidAsync(Service service) => (await service.Keys.CurrentAsync(CancellationToken.None)).Key.KeyId;

    private static async Task<List<string>> PublishedAsync(Service service) =>
        [.. (await service.GetAsync(Routes.Jwks)).Body.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
}
