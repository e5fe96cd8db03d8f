using System.Text;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Limits;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.DialectA;

/// <summary>Names of refusals (specification §4.5, §17, §18) and what is taken for what (§22, §24.4).</summary>
public sealed class WireTests
{
    private const string Hint = "ann@shop.example";

    [Theory]
    [InlineData(AuthMdDialect.A, "anonymous_not_enabled", "service_auth_not_enabled", "service_auth_not_enabled")]
    [InlineData(AuthMdDialect.B, "anonymous_registration_disabled", "service_auth_registration_disabled", "auth_method_disabled")]
    public async Task A_method_that_is_off_has_the_name_of_the_dialect(AuthMdDialect dialect, string anonymous, string serviceAuth, string claim)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var token = new Ceremony(service).ClaimToken(await service.RegisterAsync());
        service.Options = service.Options with { AllowAnonymous = false, AllowServiceAuth = false, AllowIdentityAssertion = true };
        AssertRefused(403, anonymous, await service.RegisterAsync());
        AssertRefused(403, serviceAuth, await service.AskAsync(Hint));
        AssertRefused(403, claim, await service.BeginAsync(token, Hint));
    }

    [Theory]
    [InlineData("""{"type":"anonymous"}""", "anonymous_not_enabled")]
    [InlineData("""{"type":"service_auth","login_hint":"ann@shop.example"}""", "service_auth_not_enabled")]
    [InlineData("""{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag","assertion":"a.b.c"}""", "issuer_not_enabled")]
    public async Task Closed_registration_closes_every_method_by_its_name(string body, string code)
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A, usual => usual with { RegistrationOpen = false });
        AssertRefused(403, code, await service.TextAsync(Routes.Identity, body));
    }

    [Theory]
    [InlineData(AuthMdDialect.A, "rate_limited")]
    [InlineData(AuthMdDialect.B, "rate_limit_exceeded")]
    public async Task Too_many_requests_say_when_to_come_back(AuthMdDialect dialect, string code)
    {
        await using var service = await Ceremony.StartAsync(dialect, usual => usual with { Limits = usual.Limits with { Anonymous = Limit.PerHour(1) } });
        Assert.Equal(200, (await service.RegisterAsync()).Status);
        var refused = await service.RegisterAsync();
        AssertRefused(429, code, refused);
        Assert.Equal(refused.Body.GetProperty("retry_after").GetRawText(), refused.Header("Retry-After"));
    }

    [Theory]
    [InlineData(AuthMdDialect.A, "claimed_or_in_flight")]
    [InlineData(AuthMdDialect.B, "already_claimed")]
    public async Task A_claimed_registration_is_409(AuthMdDialect dialect, string code)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var ceremony = new Ceremony(service);
        var asked = await service.AskAsync(Hint);
        Assert.Equal(200, (await ceremony.ClaimAsync(asked, ceremony.ClaimToken(asked), service.Accounts.Add(Hint))).Status);
        AssertRefused(409, code, await service.BeginAsync(ceremony.ClaimToken(asked), Hint));
    }

    [Theory]
    [InlineData(AuthMdDialect.A, "claim_expired")]
    [InlineData(AuthMdDialect.B, "claim_revoked")]
    public async Task A_revoked_registration_is_410(AuthMdDialect dialect, string code)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var ceremony = new Ceremony(service);
        var asked = await service.AskAsync(Hint);
        await service.Registrations.ChangeAsync(ceremony.Id(asked), row => row with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        AssertRefused(410, code, await service.BeginAsync(ceremony.ClaimToken(asked), Hint));
    }

    [Theory]
    [InlineData(AuthMdDialect.A, 410, "claim_expired")]
    [InlineData(AuthMdDialect.B, 429, "too_many_attempts")]
    public async Task A_claim_whose_attempts_are_used_up_is_over(AuthMdDialect dialect, int status, string code)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var token = new Ceremony(service).ClaimToken(await service.AskAsync(Hint));
        for (var n = 1; n < ClaimRules.Attempts; n++) Assert.Equal(200, (await service.BeginAsync(token, Hint)).Status);
        AssertRefused(status, code, await service.BeginAsync(token, Hint));
    }

    [Theory]
    [InlineData(AuthMdDialect.A)]
    [InlineData(AuthMdDialect.B)]
    public async Task Names_that_both_dialects_have_stay(AuthMdDialect dialect)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        AssertRefused(401, "invalid_claim_token", await service.BeginAsync("clm_unknown", Hint));
        AssertRefused(400, "invalid_login_hint", await service.AskAsync("ann"));
        AssertRefused(400, "invalid_issuer", await service.JsonAsync(Routes.Identity, new { type = "identity_assertion", assertion_type = "urn:ietf:params:oauth:token-type:id-jag", assertion = "a.b.c" }));
        AssertRefused(400, "invalid_request", await service.TextAsync(Routes.Identity, "{"));
        AssertRefused(400, "invalid_grant", await service.ExchangeAsync("a.b.c"));
    }

    [Theory]
    [InlineData("""{"claim_token":"@","email":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"email","email":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"login_hint","login_hint":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"login_hint","email":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"service_auth","login_hint":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","login_hint":"ann@shop.example"}""")]
    public async Task Every_version_of_a_claim_body_begins_an_attempt_in_both_dialects(string body)
    {
        foreach (var dialect in Enum.GetValues<AuthMdDialect>())
        {
            await using var service = await Ceremony.StartAsync(dialect);
            var ceremony = new Ceremony(service);
            var registered = await service.RegisterAsync();
            var begun = await service.TextAsync(Routes.Claim, body.Replace("@\"", ceremony.ClaimToken(registered) + "\"", StringComparison.Ordinal));
            Assert.Equal((200, ceremony.Id(registered)), (begun.Status, ceremony.Id(begun)));
            Assert.Equal(200, (await ceremony.ClaimAsync(begun, ceremony.ClaimToken(registered), service.Accounts.Add(Hint))).Status);
        }
    }

    [Fact]
    public async Task A_claim_by_an_ID_JAG_is_no_request_here()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var token = (await service.RegisterAsync()).At("claim_token");
        AssertRefused(400, "invalid_request", await service.JsonAsync(Routes.Claim, new { type = "identity_assertion", claim_token = token, assertion = "a.b.c" }));
    }

    [Fact]
    public async Task An_assertion_type_of_long_ago_is_led_to_service_auth()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A, usual => usual with { AllowIdentityAssertion = true });
        var refused = await service.JsonAsync(Routes.Identity, new { type = "identity_assertion", assertion_type = "verified_email", assertion = "x" });
        AssertRefused(400, "invalid_request", refused);
        Assert.Contains("service_auth", refused.At("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task An_agent_that_brings_a_code_is_told_to_poll(string? contentType)
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var asked = await service.AskAsync(Hint);
        var body = $$"""{"claim_token":"{{asked.At("claim_token")}}","user_code":"{{asked.At("claim.user_code")}}"}""";
        var refused = await service.SendAsync(Routes.Complete, Encoding.UTF8.GetBytes(body), contentType);
        AssertRefused(400, "invalid_request", refused);
        Assert.Contains(ClaimPolling.Type, refused.At("message"), StringComparison.Ordinal);
        Assert.Null((await service.Registrations.FindAsync(asked.At("registration_id"), CancellationToken.None))!.Claimed);
    }

    [Fact]
    public async Task A_form_in_dialect_B_is_told_in_json_what_it_should_be()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.B);
        AssertRefused(400, "invalid_request", await service.As(service.Accounts.Add(Hint)).PostAsync(Routes.Complete, ("claim_attempt_token", "cvt_x"), ("user_code", "123456")));
    }

    [Fact]
    public async Task Where_another_server_issues_the_tokens_the_form_leads_nowhere()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A, usual => usual with { Issuer = null, AuthorizationServers = ["https://id.example"] });
        Assert.Equal(404, (await service.TypeAsync(service.Accounts.Add(Hint), "=cvt_x", "123456")).Status);
        Assert.Equal(404, (await service.PollAtOnceAsync("clm_x")).Status);
    }

    private static void AssertRefused(int status, string code, Answer answer)
    {
        Assert.Equal((status, code, code), (answer.Status, answer.Code, answer.At("error")));
        Assert.Equal(answer.At("message"), answer.At("error_description"));
    }
}
