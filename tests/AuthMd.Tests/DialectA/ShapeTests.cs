using System.Text.Json;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tests.Providers;

namespace AuthMd.Tests.DialectA;

/// <summary>The flat answers of specification §4, §7 and §9.1, member by member.</summary>
public sealed class ShapeTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task Anonymous_has_its_identity_its_claim_and_no_attempt()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var answer = await service.RegisterAsync();
        Assert.StartsWith("eyJ", answer.At("identity_assertion"), StringComparison.Ordinal);
        AssertBody(answer, 200,
            """
            {"registration_id":"*","registration_type":"anonymous","identity_assertion":"*","assertion_expires":"2026-09-01T13:00:00.000Z","pre_claim_scopes":["api.read"],
            "claim_url":"http://shop.example/agent/identity/claim","claim_token":"*","claim_token_expires":"2026-09-02T12:00:00.000Z","post_claim_scopes":["api.read","api.write"]}
            """);
    }

    [Fact]
    public async Task Service_auth_has_the_code_and_no_identity()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var answer = await service.AskAsync(Hint);
        Assert.Matches("^[0-9]{6}$", answer.At("claim.user_code"));
        Assert.StartsWith("http://shop.example/claim?claim_attempt_token=cvt_", answer.At("claim.verification_uri"), StringComparison.Ordinal);
        Assert.DoesNotContain(answer.At("claim.user_code"), answer.At("claim.verification_uri"), StringComparison.Ordinal);
        AssertBody(answer, 200,
            """
            {"registration_id":"*","registration_type":"service_auth","claim_url":"http://shop.example/agent/identity/claim","claim_token":"*","claim_token_expires":"2026-09-02T12:00:00.000Z",
            "post_claim_scopes":["api.read","api.write"],"claim":{"user_code":"*","expires_in":600,"verification_uri":"*","interval":5}}
            """);
    }

    [Fact]
    public async Task An_attempt_that_was_begun_has_the_next_code()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var begun = await service.BeginAsync((await service.RegisterAsync()).At("claim_token"), Hint);
        Assert.StartsWith("cla_", begun.At("claim_attempt_id"), StringComparison.Ordinal);
        AssertBody(begun, 200,
            """
            {"registration_id":"*","claim_attempt_id":"*","status":"initiated","expires_at":"2026-09-01T12:10:00.000Z",
            "claim_attempt":{"user_code":"*","expires_in":600,"verification_uri":"*","interval":5}}
            """);
    }

    [Fact]
    public async Task No_attempt_outlives_its_claim()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var token = (await service.RegisterAsync()).At("claim_token");
        service.Clock.Advance(service.Lifetimes.Claim - TimeSpan.FromSeconds(90));
        Assert.Equal(90, (await service.BeginAsync(token, Hint)).Body.GetProperty("claim_attempt").GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task A_clean_identity_assertion_has_its_identity_and_scopes()
    {
        await using var scene = await ProviderScene.StartAsync(options: usual => usual with { Dialect = AuthMdDialect.A });
        AssertBody(await scene.RegisterAsync(scene.Provider.IdJag()), 200,
            """{"registration_id":"*","registration_type":"identity_assertion","identity_assertion":"*","assertion_expires":"2026-09-01T13:00:00.000Z","scopes":["api.read","api.write"]}""");
    }

    [Fact]
    public async Task A_step_up_is_401_with_a_challenge_and_the_code_and_names_no_account()
    {
        await using var scene = await ProviderScene.StartAsync(options: usual => usual with { Dialect = AuthMdDialect.A });
        scene.Service.Accounts.Add("ada@example.org");
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal($"AgentAuth error=\"interaction_required\", error_description=\"{answer.At("error_description")}\"", answer.Header("WWW-Authenticate"));
        Assert.DoesNotContain("ada@example.org", answer.Text, StringComparison.Ordinal);
        AssertBody(answer, 401,
            """
            {"error":"interaction_required","code":"interaction_required","message":"*","error_description":"*","registration_id":"*","registration_type":"identity_assertion",
            "claim_url":"http://shop.example/agent/identity/claim","claim_token":"*","claim_token_expires":"2026-09-02T12:00:00.000Z","post_claim_scopes":["api.read","api.write"],
            "claim":{"user_code":"*","expires_in":600,"verification_uri":"*","interval":5}}
            """);
    }

    [Fact]
    public async Task A_stale_sign_in_is_401_with_its_age_in_header_and_body()
    {
        await using var scene = await ProviderScene.StartAsync(options: usual => usual with { Dialect = AuthMdDialect.A });
        var answer = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims.Remove("auth_time")));
        Assert.StartsWith("AgentAuth error=\"login_required\", max_age=\"3600\", error_description=\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        AssertBody(answer, 401, """{"error":"login_required","code":"login_required","message":"*","error_description":"*","max_age":3600}""");
    }

    [Fact]
    public async Task What_a_claim_brings_is_a_token_and_an_identity_that_names_the_person()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var (ann, ceremony) = (service.Accounts.Add(Hint), new Ceremony(service));
        var asked = await service.AskAsync(Hint);
        var polled = await ceremony.ClaimAsync(asked, asked.At("claim_token"), ann);
        AssertBody(polled, 200,
            """{"access_token":"*","token_type":"Bearer","expires_in":3600,"scope":"api.read api.write","identity_assertion":"*","assertion_expires":"2026-09-01T13:00:05.000Z"}""");
        Assert.Equal("no-cache", polled.Header("Pragma"));
        var claims = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(polled.At("identity_assertion"));
        Assert.Equal((asked.At("registration_id"), Hint, true), (claims.Subject, claims.GetClaim("email").Value, claims.GetPayloadValue<bool>("email_verified")));
    }

    [Theory]
    [InlineData("""{"type":"refresh","refresh_token":"art_x"}""")]
    [InlineData("""{"type":"refresh"}""")]
    public async Task There_are_no_refresh_tokens(string body)
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var answer = await service.TextAsync(Routes.Identity, body);
        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Code));
        Assert.DoesNotContain("refresh", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>All members and no others; * stands for any text.</summary>
    private static void AssertBody(Answer answer, int status, string expected)
    {
        Assert.Equal((status, "no-store"), (answer.Status, answer.Header("Cache-Control")));
        Assert.Equal(Shown(JsonElement.Parse(expected), null), Shown(answer.Body, JsonElement.Parse(expected)));
    }

    private static string Shown(JsonElement value, JsonElement? pattern) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member =>
            $"{member.Name}: {Shown(member.Value, pattern is { ValueKind: JsonValueKind.Object } of && of.TryGetProperty(member.Name, out var at) ? at : null)}"))}}}",
        JsonValueKind.String when pattern is { ValueKind: JsonValueKind.String } like && like.GetString() == "*" && value.GetString() is { Length: > 0 } => "\"*\"",
        _ => value.GetRawText(),
    };
}
