using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary>What the service believes of a provider's word (specification §5), and what it answers to the rest.</summary>
public sealed class IdJagTests
{
    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task A_good_assertion_registers_its_agent_at_once(string algorithm)
    {
        await using var scene = await ProviderScene.StartAsync(algorithm: algorithm);
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((200, ""), answer.Outcome);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("identity_assertion", answer.At("type"));
        Assert.Equal(["api.read", "api.write"], answer.Body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!));
        Assert.False(answer.Body.TryGetProperty("claim", out _));
        var (registration, _) = await scene.Service.Assertions.ReadAsync(Service.Issuer, answer.At("identity.assertion"), default);
        Assert.Equal(answer.At("id"), registration);
    }

    public static TheoryData<string, string, int, string> Bad => new()
    {
        { "untrusted iss", "claims", 400, "invalid_issuer" },
        { "no iss", "claims", 400, "invalid_request" },
        { "own iss", "claims", 400, "invalid_issuer" },
        { "iss with a slash", "claims", 400, "invalid_issuer" },
        { "other aud", "claims", 400, "invalid_audience" },
        { "no aud", "claims", 400, "invalid_audience" },
        { "aud of the resource", "claims", 400, "invalid_audience" },
        { "aud with a number", "claims", 400, "invalid_audience" },
        { "expired", "claims", 400, "expired" },
        { "no exp", "claims", 400, "invalid_request" },
        { "exp as text", "claims", 400, "invalid_request" },
        { "exp at the end of time", "claims", 400, "invalid_request" },
        { "long life", "claims", 400, "invalid_request" },
        { "no iat", "claims", 400, "invalid_request" },
        { "iat future", "claims", 400, "invalid_request" },
        { "nbf future", "claims", 400, "invalid_request" },
        { "no sub", "claims", 400, "invalid_request" },
        { "sub as number", "claims", 400, "invalid_request" },
        { "long sub", "claims", 400, "invalid_request" },
        { "no jti", "claims", 400, "invalid_request" },
        { "empty jti", "claims", 400, "invalid_request" },
        { "no email", "claims", 400, "missing_verified_email" },
        { "unverified email", "claims", 400, "missing_verified_email" },
        { "email_verified as text", "claims", 400, "missing_verified_email" },
        { "email without a domain", "claims", 400, "missing_verified_email" },
        { "phone not in E.164", "claims", 400, "missing_verified_email" },
        { "no auth_time", "claims", 401, "login_required" },
        { "auth_time as text", "claims", 401, "login_required" },
        { "old auth_time", "claims", 401, "login_required" },
        { "future auth_time", "claims", 401, "login_required" },
        { "no typ", "header", 400, "invalid_request" },
        { "typ JWT", "header", 400, "invalid_request" },
        { "typ of an event", "header", 400, "invalid_request" },
        { "alg none", "header", 400, "invalid_signature" },
        { "alg HS256 with the public key", "header", 400, "invalid_signature" },
        { "alg of another key type", "header", 400, "invalid_signature" },
        { "alg as number", "header", 400, "invalid_request" },
        { "no kid", "header", 400, "invalid_request" },
        { "unknown kid", "header", 400, "invalid_signature" },
        { "crit", "header", 400, "invalid_request" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_assertion_is_refused_with_its_own_code(string what, string where, int status, string code)
    {
        await using var scene = await ProviderScene.StartAsync();
        var now = scene.Service.Clock.GetUtcNow().ToUnixTimeSeconds();
        var answer = await scene.RegisterAsync(where == "header" ? scene.Provider.IdJag(header: header => Header(header, what)) : scene.Provider.IdJag(claims => Claims(claims, what, now)));
        Assert.Equal((status, code), answer.Outcome);
        Assert.Equal(code, answer.At("code"));
        Assert.Equal(answer.At("message"), answer.At("error_description"));
        Assert.DoesNotContain(scene.Service.Store.All, entry => entry.Kind == "registration");
    }

    private static void Claims(JsonObject claims, string what, long now)
    {
        switch (what)
        {
            case "untrusted iss": claims["iss"] = "https://evil.example"; break;
            case "no iss": claims.Remove("iss"); break;
            case "own iss": claims["iss"] = Service.Issuer; break;
            case "iss with a slash": claims["iss"] = TestProvider.Usual + "/"; break;
            case "other aud": claims["aud"] = "https://elsewhere.example"; break;
            case "no aud": claims.Remove("aud"); break;
            case "aud of the resource": claims["aud"] = Service.Issuer + "/api"; break;
            case "aud with a number": claims["aud"] = new JsonArray(Service.Issuer, 7); break;
            case "expired": (claims["iat"], claims["exp"]) = (now - 400, now - 61); break;
            case "no exp": claims.Remove("exp"); break;
            case "exp as text": claims["exp"] = "soon"; break;
            case "exp at the end of time": claims["exp"] = 253_402_300_799; break;
            case "long life": claims["exp"] = now + 601; break;
            case "no iat": claims.Remove("iat"); break;
            case "iat future": (claims["iat"], claims["exp"]) = (now + 61, now + 361); break;
            case "nbf future": claims["nbf"] = now + 61; break;
            case "no sub": claims.Remove("sub"); break;
            case "sub as number": claims["sub"] = 7; break;
            case "long sub": claims["sub"] = new string('s', 256); break;
            case "no jti": claims.Remove("jti"); break;
            case "empty jti": claims["jti"] = ""; break;
            case "no email": claims.Remove("email"); break;
            case "unverified email": claims["email_verified"] = false; break;
            case "email_verified as text": claims["email_verified"] = "true"; break;
            case "email without a domain": claims["email"] = "ada@example"; break;
            case "phone not in E.164": claims.Remove("email"); (claims["phone_number"], claims["phone_number_verified"]) = ("0170 1234567", true); break;
            case "no auth_time": claims.Remove("auth_time"); break;
            case "auth_time as text": claims["auth_time"] = "now"; break;
            case "old auth_time": claims["auth_time"] = now - 3661; break;
            case "future auth_time": claims["auth_time"] = now + 61; break;
            default: throw new ArgumentException(what);
        }
    }

    private static void Header(JsonObject header, string what)
    {
        switch (what)
        {
            case "no typ": header.Remove("typ"); break;
            case "typ JWT": header["typ"] = "JWT"; break;
            case "typ of an event": header["typ"] = "secevent+jwt"; break;
            case "alg none": header["alg"] = "none"; break;
            case "alg HS256 with the public key": header["alg"] = "HS256"; break;
            case "alg of another key type": header["alg"] = "RS256"; break;
            case "alg as number": header["alg"] = 7; break;
            case "no kid": header.Remove("kid"); break;
            case "unknown kid": header["kid"] = "key-9"; break;
            case "crit": header["crit"] = new JsonArray("exp"); break;
            default: throw new ArgumentException(what);
        }
    }

    [Fact]
    public async Task At_the_edge_of_the_skew_an_assertion_is_good()
    {
        await using var scene = await ProviderScene.StartAsync();
        var now = scene.Service.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag(claims => (claims["iat"], claims["exp"], claims["auth_time"]) = (now - 300, now - 59, now - 3660)))).Outcome.Status);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag(claims => (claims["iat"], claims["exp"], claims["auth_time"]) = (now + 60, now + 360, now + 60)))).Outcome.Status);
    }

    [Fact]
    public async Task Spellings_that_mean_the_same_are_taken()
    {
        await using var scene = await ProviderScene.StartAsync();
        var first = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["aud"] = Service.Issuer + "/"));
        var second = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["aud"] = new JsonArray("https://elsewhere.example", Service.Issuer)));
        var third = await scene.RegisterAsync(scene.Provider.IdJag(header: header => header["typ"] = "OAuth-ID-JAG+JWT"));
        Assert.Equal([200, 200, 200], [first.Outcome.Status, second.Outcome.Status, third.Outcome.Status]);
        Assert.Equal([first.At("id"), first.At("id")], [second.At("id"), third.At("id")]);
    }

    [Fact]
    public async Task The_resource_is_an_audience_where_the_provider_is_configured_so()
    {
        await using var scene = await ProviderScene.StartAsync(TestProvider.Lenient);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["aud"] = Service.Issuer + "/api"))).Outcome.Status);
    }

    [Fact]
    public async Task A_signature_by_another_key_of_the_same_id_is_refused()
    {
        await using var scene = await ProviderScene.StartAsync();
        using var impostor = new TestProvider(scene.Service.Clock);
        Assert.Equal((400, "invalid_signature"), (await scene.RegisterAsync(impostor.IdJag())).Outcome);
    }

    [Fact]
    public async Task Keys_and_their_addresses_in_the_header_are_the_senders_word_and_ignored()
    {
        await using var scene = await ProviderScene.StartAsync();
        using var impostor = new TestProvider(scene.Service.Clock) { KeyId = "key-2" };
        scene.Network.Serve("https://evil.example/jwks.json", impostor.Jwks);
        var answer = await scene.RegisterAsync(impostor.IdJag(header: header => (header["jwk"], header["jku"], header["x5u"]) = (impostor.Jwk(), "https://evil.example/jwks.json", "https://evil.example/x5u")));
        Assert.Equal((400, "invalid_signature"), answer.Outcome);
        Assert.DoesNotContain(scene.Network.Asked, url => url.Contains("evil.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Login_required_says_how_fresh_a_sign_in_has_to_be()
    {
        await using var scene = await ProviderScene.StartAsync();
        var answer = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims.Remove("auth_time")));
        Assert.Equal((401, "login_required"), answer.Outcome);
        Assert.StartsWith("AgentAuth error=\"login_required\", max_age=\"3600\", error_description=\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Number, answer.Body.GetProperty("max_age").ValueKind);
        Assert.Equal(3600, answer.Body.GetProperty("max_age").GetInt32());
    }

    [Theory]
    [InlineData("""{"type":"identity_assertion"}""")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag"}""")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag","assertion":7}""")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:jwt","assertion":"a.b.c"}""")]
    [InlineData("""{"type":"identity_assertion","assertion":"a.b.c"}""")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag","assertion":"no jwt"}""")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag","assertion":"a.b.c.d.e"}""")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag","assertion":".."}""")]
    public async Task A_body_of_another_shape_is_an_invalid_request(string body)
    {
        await using var scene = await ProviderScene.StartAsync();
        Assert.Equal((400, "invalid_request"), (await scene.Service.TextAsync(Routes.Identity, body)).Outcome);
    }

    [Fact]
    public async Task Verified_email_of_old_is_pointed_to_service_auth()
    {
        await using var scene = await ProviderScene.StartAsync();
        var answer = await scene.Service.JsonAsync(Routes.Identity, new { type = "identity_assertion", assertion_type = "verified_email", assertion = "x" });
        Assert.Equal((400, "invalid_request"), answer.Outcome);
        Assert.Contains("service_auth", answer.At("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_provider_is_allowed_nobody_is_asked()
    {
        await using var scene = await ProviderScene.StartAsync(options: options => options with { AllowIdentityAssertion = false });
        Assert.Equal((400, "invalid_issuer"), (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
        Assert.Empty(scene.Network.Asked);
    }

    [Fact]
    public async Task Too_many_assertions_are_told_when_to_come_back()
    {
        await using var scene = await ProviderScene.StartAsync(options: options => options with { Limits = new() { IdentityAssertionPerAddress = AuthMd.Limits.Limit.PerHour(2) } });
        for (var n = 0; n < 2; n++) Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome.Status);
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((429, "rate_limit_exceeded"), answer.Outcome);
        Assert.True(answer.Body.GetProperty("retry_after").GetInt32() > 0);
    }
}
