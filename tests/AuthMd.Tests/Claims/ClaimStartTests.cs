using AuthMd.Audit;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Limits;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

public sealed class ClaimStartTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task An_agent_that_names_its_person_gets_a_link_and_neither_an_identity_nor_the_code()
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync($"  {Hint} ");
        Assert.Equal((200, "service_auth", "no-store"), (asked.Status, asked.At("type"), asked.Header("Cache-Control")));
        Assert.Equal(["claim", "id", "scopes", "type"], asked.Body.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(["attempt", "expires_at", "token", "url"], asked.Body.GetProperty("claim").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(["expires_at", "verification_uri"], asked.Body.GetProperty("claim").GetProperty("attempt").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(("2026-09-02T12:00:00.000Z", "2026-09-01T12:10:00.000Z"), (asked.At("claim.expires_at"), asked.At("claim.attempt.expires_at")));
        Assert.StartsWith($"{Service.Issuer}/claim?claim_attempt_token=cvt_", asked.At("claim.attempt.verification_uri"), StringComparison.Ordinal);
        Assert.Equal(Hint, service.Audit.Events.Single(happened => happened.Name == AuditEvents.ClaimRequested).LoginHint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ann")]
    [InlineData("ann@shop")]
    [InlineData("@shop.example")]
    [InlineData("ann@.example")]
    [InlineData("ann@shop.")]
    [InlineData("ann smith@shop.example")]
    [InlineData("ann@shop.example\u0000")]
    [InlineData("ann@bob@shop.example")]
    [InlineData("+4912345678")]
    [InlineData("account:user@shop.example")]
    public async Task A_hint_that_is_no_address_is_refused_wherever_it_is_given(string hint)
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync(hint);
        Assert.Equal((400, "invalid_login_hint"), (asked.Status, asked.Code));
        var begun = await service.BeginAsync((await service.RegisterAsync()).At("claim.token"), hint);
        Assert.Equal((400, "invalid_login_hint"), (begun.Status, begun.Code));
    }

    [Fact]
    public async Task An_address_longer_than_mail_can_carry_is_refused()
    {
        await using var service = await Service.StartAsync();
        Assert.Equal("invalid_login_hint", (await service.AskAsync(new string('a', 250) + "@b.example")).Code);
    }

    [Theory]
    [InlineData("""{"type":"service_auth"}""")]
    [InlineData("""{"type":"service_auth","login_hint":7}""")]
    [InlineData("""{"type":"service_auth","login_hint":null}""")]
    [InlineData("""{"type":"service_auth","login_hint":["ann@shop.example"]}""")]
    public async Task A_registration_without_a_hint_is_no_request(string body)
    {
        await using var service = await Service.StartAsync();
        var asked = await service.TextAsync(Routes.Identity, body);
        Assert.Equal((400, "invalid_request"), (asked.Status, asked.Code));
    }

    [Theory]
    [InlineData("""{"claim_token":"@","type":"service_auth"}""")]
    [InlineData("""{"type":"service_auth","login_hint":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":7,"type":"service_auth","login_hint":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":7,"login_hint":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"identity_assertion","assertion":"x.y.z"}""")]
    [InlineData("""{"claim_token":"@","type":"service_auth","login_hint":{}}""")]
    [InlineData("""["claim_token"]""")]
    [InlineData("""{"claim_token":"@",""")]
    [InlineData("")]
    public async Task A_body_of_another_shape_is_no_request(string body)
    {
        await using var service = await Service.StartAsync();
        var token = (await service.RegisterAsync()).At("claim.token");
        var begun = await service.TextAsync(Routes.Claim, body.Replace("@\"", token + "\"", StringComparison.Ordinal));
        Assert.Equal((400, "invalid_request"), (begun.Status, begun.Code));
    }

    [Theory]
    [InlineData("""{"claim_token":"@","email":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"email","email":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","type":"login_hint","login_hint":"ann@shop.example"}""")]
    [InlineData("""{"claim_token":"@","login_hint":"ann@shop.example","color":1}""")]
    public async Task A_body_of_an_earlier_version_begins_an_attempt(string body)
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var begun = await service.TextAsync(Routes.Claim, body.Replace("@\"", registered.At("claim.token") + "\"", StringComparison.Ordinal));
        Assert.Equal((200, "service_auth", registered.At("id")), (begun.Status, begun.At("type"), begun.At("id")));
        Assert.Equal(["attempt", "id", "type"], begun.Body.EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task An_unknown_claim_token_is_refused_before_the_hint_is_looked_at()
    {
        await using var service = await Service.StartAsync();
        var begun = await service.BeginAsync("clm_unknown", "no address");
        Assert.Equal((401, "invalid_claim_token"), (begun.Status, begun.Code));
    }

    [Fact]
    public async Task An_expired_claim_is_gone_before_the_hint_is_looked_at()
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync(Hint);
        service.Clock.Advance(service.Lifetimes.Claim);
        var begun = await service.BeginAsync(asked.At("claim.token"), "no address");
        Assert.Equal((410, "claim_expired"), (begun.Status, begun.Code));
        var completed = await service.CompleteAsync(asked.At("claim.token"), "123456");
        Assert.Equal((410, "claim_expired"), (completed.Status, completed.Code));
    }

    [Fact]
    public async Task A_revoked_claim_is_gone()
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync(Hint);
        await service.Registrations.ChangeAsync(asked.At("id"), row => row with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        var begun = await service.BeginAsync(asked.At("claim.token"), Hint);
        Assert.Equal((410, "claim_revoked"), (begun.Status, begun.Code));
        var completed = await service.CompleteAsync(asked.At("claim.token"), "123456");
        Assert.Equal((410, "claim_expired"), (completed.Status, completed.Code));
        Assert.Equal(410, (await service.As(service.Accounts.Add(Hint)).OpenAsync(asked.At("claim.attempt.verification_uri"))).Status);
    }

    [Fact]
    public async Task A_claimed_registration_is_claimed_for_ever()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var code = await service.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
        Assert.Equal(200, (await service.CompleteAsync(asked.At("claim.token"), code)).Status);
        service.Clock.Advance(service.Lifetimes.Claim);
        var begun = await service.BeginAsync(asked.At("claim.token"), "no address");
        Assert.Equal((409, "already_claimed"), (begun.Status, begun.Code));
    }

    [Fact]
    public async Task A_service_that_lets_nobody_be_named_says_so()
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync(Hint);
        var anonymous = await service.RegisterAsync();
        service.Options = service.Options with { AllowServiceAuth = false };
        var refused = await service.AskAsync(Hint);
        Assert.Equal((403, "service_auth_registration_disabled"), (refused.Status, refused.Code));
        var begun = await service.BeginAsync(anonymous.At("claim.token"), Hint);
        Assert.Equal((403, "auth_method_disabled"), (begun.Status, begun.Code));
        var completed = await service.CompleteAsync(asked.At("claim.token"), "123456");
        Assert.Equal((403, "auth_method_disabled"), (completed.Status, completed.Code));
        var (_, stepUp) = await service.StepUpAsync(service.Accounts.Add(Hint));
        Assert.Equal(200, (await service.BeginAsync(stepUp.Token, Hint)).Status);
    }

    [Fact]
    public async Task Invariant_8_a_new_attempt_kills_the_old_link_and_the_old_code_even_for_the_same_person()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var (token, oldLink) = (asked.At("claim.token"), asked.At("claim.attempt.verification_uri"));
        var oldCode = await service.AgreeAsync(oldLink, ann);

        var begun = await service.BeginAsync(token, Hint);
        Assert.Equal(404, (await service.As(ann).OpenAsync(oldLink)).Status);
        var early = await service.CompleteAsync(token, oldCode);
        Assert.Equal((409, "claim_not_confirmed"), (early.Status, early.Code));
        // One in a million pairs of codes is the same one: draw until they differ.
        var newCode = await service.AgreeAsync(begun.At("attempt.verification_uri"), ann);
        while (newCode == oldCode) newCode = await service.AgreeAsync((await service.BeginAsync(token, Hint)).At("attempt.verification_uri"), ann);
        Assert.Equal("invalid_user_code", (await service.CompleteAsync(token, oldCode)).Code);
        Assert.Equal(200, (await service.CompleteAsync(token, newCode)).Status);
    }

    [Fact]
    public async Task The_next_attempt_may_correct_the_hint()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync("anne@shop.example");
        Assert.Equal(403, (await service.As(ann).OpenAsync(asked.At("claim.attempt.verification_uri"))).Status);
        var begun = await service.BeginAsync(asked.At("claim.token"), Hint);
        Assert.Equal(200, (await service.As(ann).OpenAsync(begun.At("attempt.verification_uri"))).Status);
    }

    [Fact]
    public async Task A_step_up_stays_with_the_account_it_was_matched_to()
    {
        await using var service = await Service.StartAsync();
        var (ann, eve) = (service.Accounts.Add(Hint), service.Accounts.Add("eve@shop.example"));
        var (_, claim) = await service.StepUpAsync(ann);
        var begun = await service.BeginAsync(claim.Token, eve.Email!);
        Assert.Equal(200, begun.Status);
        Assert.Equal(403, (await service.As(eve).OpenAsync(begun.At("attempt.verification_uri"))).Status);
        Assert.Equal(200, (await service.As(ann).OpenAsync(begun.At("attempt.verification_uri"))).Status);
    }

    [Fact]
    public async Task A_claim_token_has_a_number_of_attempts_in_all()
    {
        await using var service = await Service.StartAsync();
        var token = (await service.AskAsync(Hint)).At("claim.token");
        for (var n = 1; n < ClaimRules.Attempts; n++) Assert.Equal(200, (await service.BeginAsync(token, Hint)).Status);
        var begun = await service.BeginAsync(token, Hint);
        Assert.Equal((429, "too_many_attempts"), (begun.Status, begun.Code));
    }

    [Fact]
    public async Task Attempts_of_one_claim_are_limited()
    {
        await using var service = await Service.StartAsync(options => options with { Limits = options.Limits with { AttemptsPerClaim = Limit.PerHour(2) } });
        var (token, other) = ((await service.RegisterAsync()).At("claim.token"), (await service.RegisterAsync()).At("claim.token"));
        for (var n = 0; n < 2; n++) Assert.Equal(200, (await service.BeginAsync(token, Hint)).Status);
        await AssertLimitedAsync(service.BeginAsync(token, Hint));
        Assert.Equal(200, (await service.BeginAsync(other, Hint)).Status);
        service.Clock.Advance(TimeSpan.FromMinutes(62));
        Assert.Equal(200, (await service.BeginAsync(token, Hint)).Status);
    }

    [Fact]
    public async Task One_person_is_asked_so_often_however_many_agents_ask_and_however_the_address_is_written()
    {
        await using var service = await Service.StartAsync(options => options with { Limits = options.Limits with { PerLoginHint = Limit.PerHour(2) } });
        Assert.Equal(200, (await service.AskAsync(Hint)).Status);
        Assert.Equal(200, (await service.BeginAsync((await service.RegisterAsync()).At("claim.token"), "ANN@shop.example")).Status);
        await AssertLimitedAsync(service.AskAsync("Ann@Shop.example"));
        await AssertLimitedAsync(service.BeginAsync((await service.RegisterAsync()).At("claim.token"), Hint));
        Assert.Equal(200, (await service.AskAsync("bob@shop.example")).Status);
    }

    [Fact]
    public async Task One_address_registers_so_often()
    {
        await using var service = await Service.StartAsync(options => options with { Limits = options.Limits with { ServiceAuthPerAddress = Limit.PerHour(1) } });
        Assert.Equal(200, (await service.AskAsync(Hint)).Status);
        await AssertLimitedAsync(service.AskAsync("bob@shop.example"));
    }

    [Fact]
    public async Task Invariant_11_tokens_lie_as_hashes_and_codes_sealed()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var link = asked.At("claim.attempt.verification_uri");
        var code = await service.AgreeAsync(link, ann);
        AssertNowhere(service, asked.At("claim.token"), link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..], $"\"{code}\"");
        var completed = await service.CompleteAsync(asked.At("claim.token"), code);
        AssertNowhere(service, completed.At("identity.refresh_token.value"), completed.At("identity.assertion"));
        Assert.DoesNotContain(code, completed.Text.Replace(completed.At("identity.assertion"), "", StringComparison.Ordinal).Replace(completed.At("identity.refresh_token.value"), "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void AssertNowhere(Service service, params string[] secrets)
    {
        foreach (var (_, entry) in service.Store.All)
            foreach (var secret in secrets) Assert.DoesNotContain(secret, entry.Key + entry.Json, StringComparison.Ordinal);
        foreach (var happened in service.Audit.Events)
            foreach (var secret in secrets) Assert.DoesNotContain(secret.Trim('"'), happened.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertLimitedAsync(Task<Answer> request)
    {
        var answer = await request;
        Assert.Equal((429, "rate_limit_exceeded"), (answer.Status, answer.Code));
        Assert.InRange(answer.Body.GetProperty("retry_after").GetInt32(), 1, 3720);
        Assert.Equal(answer.Body.GetProperty("retry_after").GetRawText(), answer.Header("Retry-After"));
    }
}
