using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tests.Providers;
using AuthMd.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthMd.Tests.Tokens;

/// <summary>Assertions that nobody but this service could have made, made by somebody else. The last ones are its own, said wrongly.</summary>
public sealed class ForgedAssertionTests
{
    [Fact]
    public async Task What_the_forger_changes_nothing_about_is_accepted()
    {
        await using var service = await Service.StartAsync();
        Assert.Equal(200, (await ForgeAsync(service, (_, _) => { })).Status);
    }

    [Fact]
    public Task Alg_none_is_refused() => RefusedAsync(async service =>
    {
        var (header, payload) = await PartsAsync(service);
        header["alg"] = "none";
        return await service.ExchangeAsync($"{Encode(header)}.{Encode(payload)}.");
    });

    [Theory]
    [InlineData("spki")]
    [InlineData("pem")]
    [InlineData("point")]
    [InlineData("x")]
    public Task HS256_with_the_public_key_as_secret_is_refused(string form) => RefusedAsync(async service =>
    {
        var key = (await service.Keys.CurrentAsync(CancellationToken.None)).Key.ECDsa;
        var point = key.ExportParameters(false).Q;
        var secret = form switch
        {
            "spki" => key.ExportSubjectPublicKeyInfo(),
            "pem" => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
            "point" => [4, .. point.X!, .. point.Y!],
            _ => point.X!,
        };
        var (header, payload) = await PartsAsync(service);
        header["alg"] = "HS256";
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return await service.ExchangeAsync($"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}");
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_key_of_somebody_elses_is_refused_with_our_kid_and_without(bool ours) => RefusedAsync(async service =>
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (header, payload) = await PartsAsync(service);
        if (!ours) header["kid"] = SigningKey.Thumbprint(other);
        var (x, y) = (other.ExportParameters(false).Q.X, other.ExportParameters(false).Q.Y);
        header["jwk"] = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(x), ["y"] = Base64UrlEncoder.Encode(y) };
        return await service.ExchangeAsync(Sign(header, payload, other));
    });

    [Theory]
    [InlineData("""{"iss":"http://other.example"}""")]
    [InlineData("""{"iss":null}""")]
    [InlineData("""{"aud":"http://other.example"}""")]
    [InlineData("""{"aud":"http://shop.example/api"}""")]
    [InlineData("""{"aud":null}""")]
    [InlineData("""{"exp":1788263940}""")]
    [InlineData("""{"exp":null}""")]
    [InlineData("""{"exp":"soon"}""")]
    [InlineData("""{"exp":-1}""")]
    [InlineData("""{"sub":null}""")]
    [InlineData("""{"sub":"reg_other"}""")]
    [InlineData("""{"sub":"../../key"}""")]
    [InlineData("""{"sub":7}""")]
    [InlineData("""{"jti":null}""")]
    [InlineData("""{"gen":null}""")]
    [InlineData("""{"gen":1}""")]
    [InlineData("""{"gen":1e400}""")]
    [InlineData("""{"gen":[0]}""")]
    public Task A_claim_that_is_not_as_we_say_it_is_refused(string changes) => RefusedAsync(service => ForgeAsync(service, (_, payload) => Change(payload, changes)));

    [Theory]
    [InlineData("""{"typ":null}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"typ":"at+jwt"}""")]
    [InlineData("""{"typ":"secevent+jwt"}""")]
    [InlineData("""{"typ":7}""")]
    [InlineData("""{"alg":"ES384"}""")]
    [InlineData("""{"alg":"RS256"}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"kid":null}""")]
    [InlineData("""{"kid":"../../../etc/passwd"}""")]
    public Task A_header_that_is_not_as_we_say_it_is_refused(string changes) => RefusedAsync(service => ForgeAsync(service, (header, _) => Change(header, changes)));

    [Fact]
    public async Task An_assertion_of_another_issuer_is_refused_even_with_our_key()
    {
        await using var service = await Service.StartAsync();
        var id = (await service.RegisterAsync()).At("id");
        var registration = (await service.Registrations.FindAsync(id, CancellationToken.None))!;
        var foreign = await service.Assertions.MintAsync("http://provider.example", registration, null, CancellationToken.None);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(foreign.Jwt)).Code);
    }

    [Fact]
    public Task An_id_jag_of_a_trusted_provider_is_no_grant_here() => RefusedAsync(async service =>
    {
        using var provider = new TestProvider(service.Clock);
        return await service.ExchangeAsync(provider.IdJag());
    });

    [Fact]
    public async Task What_one_tenant_issued_is_unknown_at_another_of_the_same_name()
    {
        await using var mine = await Service.StartAsync();
        await using var other = await Service.StartAsync();
        var registered = await mine.RegisterAsync();
        var token = (await mine.ExchangeAsync(registered.At("identity.assertion"))).At("access_token");
        Assert.Equal("invalid_grant", (await other.ExchangeAsync(registered.At("identity.assertion"))).Code);
        Assert.Equal(401, (await other.CallAsync(token)).Status);
        await other.FormAsync(Routes.Revoke, ("token", token));
        Assert.Equal(200, (await mine.CallAsync(token)).Status);
    }

    private static async Task RefusedAsync(Func<Service, Task<Answer>> attack)
    {
        await using var service = await Service.StartAsync();
        var refused = await attack(service);
        Assert.Equal((400, "invalid_grant"), (refused.Status, refused.Code));
        Assert.DoesNotContain(service.Store.All, entry => entry.Kind == "token");
    }

    private static async Task<Answer> ForgeAsync(Service service, Action<JsonObject, JsonObject> change)
    {
        var (header, payload) = await PartsAsync(service);
        change(header, payload);
        return await service.ExchangeAsync(Sign(header, payload, (await service.Keys.CurrentAsync(CancellationToken.None)).Key.ECDsa));
    }

    private static async Task<(JsonObject Header, JsonObject Payload)> PartsAsync(Service service)
    {
        var parts = (await service.RegisterAsync()).At("identity.assertion").Split('.');
        return (JsonNode.Parse(Base64UrlEncoder.DecodeBytes(parts[0]))!.AsObject(), JsonNode.Parse(Base64UrlEncoder.DecodeBytes(parts[1]))!.AsObject());
    }

    private static void Change(JsonObject target, string changes)
    {
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            if (value is null) target.Remove(name);
            else target[name] = value.DeepClone();
        }
    }

    private static string Sign(JsonObject header, JsonObject payload, ECDsa key)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(JsonObject part) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(part));
}
