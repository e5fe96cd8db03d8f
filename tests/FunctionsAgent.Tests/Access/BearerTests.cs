using System.Security.Cryptography;
using System.Text;
using FunctionsAgent.Access;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Access;

/// <summary>Which access tokens let their bearer in: each refusal beside the same token without its fault.</summary>
public sealed class BearerTests(EntraHost entra) : IClassFixture<EntraHost>
{
    private const string Parked = "/api/operator/parked";

    private TestIssuer Issuer => entra.Issuer;

    public static TheoryData<string> Faults => [.. Faulty.Keys];

    /// <summary>What is done to the claims of a good token.</summary>
    private static readonly Dictionary<string, Action<Dictionary<string, object?>>> Faulty = new()
    {
        ["wrong audience"] = claims => claims["aud"] = "00000003-0000-0000-c000-000000000000",
        ["no audience"] = claims => claims.Remove("aud"),
        ["other issuer"] = claims => claims["iss"] = "https://issuer.example/v2.0",
        ["another tenant's issuer"] = claims => claims["iss"] = ((string)claims["iss"]!).Replace("7d5a1b3e", "8d5a1b3e", StringComparison.Ordinal),
        ["another tenant with our issuer"] = claims => claims["tid"] = Guid.NewGuid().ToString(),
        ["no issuer"] = claims => claims.Remove("iss"),
        ["no tenant"] = claims => claims.Remove("tid"),
        ["expired"] = claims => claims["exp"] = SigningKey.At(-600),
        ["never expires"] = claims => claims.Remove("exp"),
        ["not yet valid"] = claims => claims["nbf"] = SigningKey.At(600),
        ["an ID token: names no client"] = claims => claims.Remove("azp"),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_token_with_one_wrong_claim_is_refused_and_its_twin_is_not(string fault)
    {
        foreach (var claims in (Dictionary<string, object?>[])[Issuer.AppClaims("Reviewer"), Issuer.UserClaims("Reviewer")])
        {
            var good = Issuer.Sign(claims);
            Faulty[fault](claims);

            await RefusedAsync(Issuer.Sign(claims));
            await AcceptedAsync(good);
        }
    }

    [Theory]
    [InlineData("aud", "api://11111111-2222-4333-8444-555555555555")]
    [InlineData("ver", "1.0")]
    [InlineData("appid", "caller-app")]
    public async Task Both_shapes_of_tokens_are_read(string claim, string value)
    {
        var claims = Issuer.AppClaims("Reviewer");
        claims[claim] = value;
        if (claim == "appid") claims.Remove("azp");
        await AcceptedAsync(Issuer.Sign(claims));
    }

    [Fact]
    public async Task A_clock_that_is_a_minute_off_is_forgiven()
    {
        var claims = Issuer.AppClaims("Reviewer");
        (claims["nbf"], claims["exp"]) = (SigningKey.At(60), SigningKey.At(3600));
        await AcceptedAsync(Issuer.Sign(claims));
        (claims["nbf"], claims["exp"]) = (SigningKey.At(-3600), SigningKey.At(-60));
        await AcceptedAsync(Issuer.Sign(claims));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS384")]
    [InlineData("PS256")]
    public async Task Only_the_issuers_algorithm_counts(string algorithm)
    {
        var key = Issuer.Keys[0];
        var claims = Issuer.AppClaims("Admin");
        string Token(string alg) => SigningKey.Token(new { alg, typ = "JWT", kid = key.Id }, claims, text => alg switch
        {
            "RS384" => key.Rsa.SignData(text, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            "PS256" => key.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS256" => key.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem()), text),
            _ => [],
        });

        await RefusedAsync(Token(algorithm));
        await AcceptedAsync(Token("RS256"));
    }

    [Fact]
    public async Task A_signature_counts_and_so_does_every_signed_character()
    {
        var token = Issuer.App("Reviewer");
        var parts = token.Split('.');
        var claims = Issuer.AppClaims("Admin");
        await RefusedAsync($"{parts[0]}.{Issuer.Sign(claims).Split('.')[1]}.{parts[2]}");
        await RefusedAsync($"{parts[0]}.{parts[1]}.");
        await RefusedAsync(new SigningKey(Issuer.Keys[0].Id, RSA.Create(2048)).Sign(claims));
        await AcceptedAsync(token);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("...")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.AAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("a.b.c.d.e")]
    public Task Garbage_is_refused(string token) => RefusedAsync(token);

    [Theory]
    [InlineData(6_000, true)]
    [InlineData(14_000, false)]
    public async Task A_token_of_20_KB_is_not_even_parsed_and_one_of_10_is(int padding, bool accepted)
    {
        var claims = Issuer.AppClaims("Reviewer");
        claims["groups"] = new string('g', padding);
        var token = Issuer.Sign(claims);
        Assert.Equal(accepted, token.Length < EntraTokens.MaxToken);

        if (accepted) await AcceptedAsync(token);
        else await RefusedAsync(token);
    }

    [Fact]
    public async Task An_ID_token_of_our_own_sign_in_is_no_access_token()
    {
        var claims = Issuer.UserClaims("Admin");
        claims.Remove("scp");
        claims["nonce"] = "n";
        await RefusedAsync(Issuer.Sign(claims));
    }

    [Fact]
    public async Task A_refusal_leads_to_auth_md_like_any_other()
    {
        var response = await entra.GetAsync(Parked, "x.y.z");
        Assert.Contains("resource_metadata=", response.Headers.GetValues("WWW-Authenticate").Single(), StringComparison.Ordinal);
        Assert.Contains("error=\"invalid_token\"", response.Headers.GetValues("WWW-Authenticate").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Me_tells_people_and_applications_apart()
    {
        var user = await (await entra.GetAsync("/api/operator/me", Issuer.User("Owner", "Reviewer", "Agent.Call"))).JsonAsync();
        var app = await (await entra.GetAsync("/api/operator/me", Issuer.App("Agent.Call"))).JsonAsync();
        var key = await (await entra.Host.Staff.GetAsync("/api/operator/me")).JsonAsync();

        Assert.Equal("""{"by":"user:person-1","name":"Ada","role":"Owner","mayCall":false,"via":"bearer","csrf":null}""", user.GetRawText());
        Assert.Equal("""{"by":"app:caller-app","name":null,"role":"None","mayCall":true,"via":"bearer","csrf":null}""", app.GetRawText());
        Assert.Equal("""{"by":"embedded-key","name":null,"role":"Admin","mayCall":true,"via":"key","csrf":null}""", key.GetRawText());
        await ProblemAssert.IsAsync(await entra.GetAsync("/api/operator/me", null), 401, "unauthorized");
    }

    [Fact]
    public async Task Where_nothing_is_configured_the_refusal_says_so()
    {
        await using var host = await AgentHost.StartAsync(configure: services => services.AddSingleton(new EmbeddedKey(null)));
        foreach (var token in (string?[])[null, "x", Issuer.App("Admin"), host.Host.Key])
        {
            using var request = ProblemAssert.Request(HttpMethod.Get, Parked, token);
            await ProblemAssert.IsAsync(await host.Client.SendAsync(request), 401, "identity-not-configured");
        }
        await ProblemAssert.IsAsync(await host.Client.GetAsync("/login"), 503, "identity-not-configured");
    }

    private async Task AcceptedAsync(string token) => Assert.Equal(200, (int)(await entra.GetAsync(Parked, token)).StatusCode);

    private async Task RefusedAsync(string token) => await ProblemAssert.IsAsync(await entra.GetAsync(Parked, token), 401, "unauthorized");
}
