using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.DialectA;

/// <summary>The form of specification §8 and what follows for the agent, from its first request on.</summary>
public sealed class TypedCodeTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task The_page_asks_for_the_code_says_what_it_grants_and_does_not_know_it()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        var page = await service.As(service.Accounts.Add(Hint)).OpenAsync(asked.At("claim.verification_uri"));
        Assert.Equal(200, page.Status);
        Assert.Contains($"action=\"{Routes.Complete}\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<code>api.write</code>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Routes.Confirm, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(asked.At("claim.user_code"), page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_status_of_the_form_is_that_of_the_protocol()
    {
        await using var service = await StartAsync();
        var (ann, eve) = (service.Accounts.Add(Hint), service.Accounts.Add("eve@shop.example"));
        var asked = await service.AskAsync(Hint);
        var (link, code) = (asked.At("claim.verification_uri"), asked.At("claim.user_code"));
        Assert.Equal(400, (await service.TypeAsync(ann, link, "12345")).Status);
        Assert.Equal(400, (await service.As(ann).PostAsync(Routes.Complete, ("user_code", code))).Status);
        Assert.Equal(400, (await service.As(ann).PostAsync(Routes.Complete, ("claim_attempt_token", link.Split('=')[1]), ("user_code", code), ("form_token", "stolen"))).Status);
        var nobody = await service.As(null).PostAsync(Routes.Complete, ("claim_attempt_token", link.Split('=')[1]), ("user_code", code));
        Assert.Equal((302, "/login?return_to=" + Uri.EscapeDataString(new Uri(link).PathAndQuery)), (nobody.Status, nobody.Header("Location")));
        Assert.Equal(404, (await service.TypeAsync(ann, "=cvt_unknown", code)).Status);
        Assert.Equal(403, (await service.TypeAsync(eve, link, code)).Status);
        Assert.Equal(401, (await service.TypeAsync(ann, link, Service.Wrong(code))).Status);
        var done = await service.TypeAsync(ann, link, code);
        Assert.Equal((200, "no-store", "no-referrer"), (done.Status, done.Header("Cache-Control"), done.Header("Referrer-Policy")));
        Assert.Equal(409, (await service.TypeAsync(ann, link, code)).Status);
        Assert.Equal(200, (await service.As(ann).OpenAsync(link)).Status);

        var late = await service.AskAsync(Hint);
        service.Clock.Advance(service.Lifetimes.Attempt);
        Assert.Equal(410, (await service.TypeAsync(ann, late.At("claim.verification_uri"), late.At("claim.user_code"))).Status);
        service.Clock.Advance(service.Lifetimes.Claim);
        Assert.Equal(410, (await service.As(ann).OpenAsync(late.At("claim.verification_uri"))).Status);
    }

    [Fact]
    public async Task A_code_that_ran_out_is_minted_again_and_the_old_link_is_404()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        service.Clock.Advance(service.Lifetimes.Attempt);
        var begun = await service.BeginAsync(asked.At("claim_token"), Hint);
        Assert.Equal(404, (await service.As(ann).OpenAsync(asked.At("claim.verification_uri"))).Status);
        Assert.Equal(404, (await service.TypeAsync(ann, asked.At("claim.verification_uri"), asked.At("claim.user_code"))).Status);
        Assert.Equal(200, (await service.TypeAsync(ann, begun.At("claim_attempt.verification_uri"), begun.At("claim_attempt.user_code"))).Status);
    }

    [Fact]
    public async Task Five_wrong_codes_on_two_instances_end_the_attempt_and_a_new_one_begins_at_none()
    {
        await using var one = await StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        var asked = await one.AskAsync(Hint);
        var (link, code) = (asked.At("claim.verification_uri"), asked.At("claim.user_code"));
        var wrong = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 2 == 0 ? one : two).TypeAsync(ann, link, Service.Wrong(code))));
        Assert.Equal((ClaimRules.WrongCodes, 15), (wrong.Count(answer => answer.Status == 401), wrong.Count(answer => answer.Status == 410)));
        Assert.Equal(410, (await one.TypeAsync(ann, link, code)).Status);
        Assert.Equal("expired_token", (await one.PollAsync(asked.At("claim_token"))).Code);
        var begun = await one.BeginAsync(asked.At("claim_token"), Hint);
        Assert.Equal(200, (await new Ceremony(one).ClaimAsync(begun, asked.At("claim_token"), ann)).Status);
    }

    [Fact]
    public async Task A_method_that_was_closed_meanwhile_binds_nobody_any_more()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        service.Options = service.Options with { AllowServiceAuth = false };
        Assert.Equal(410, (await service.TypeAsync(ann, asked.At("claim.verification_uri"), asked.At("claim.user_code"))).Status);
        var begun = await service.BeginAsync(asked.At("claim_token"), Hint);
        Assert.Equal((403, "service_auth_not_enabled"), (begun.Status, begun.Code));
    }

    [Fact]
    public async Task What_was_begun_in_one_dialect_is_not_ended_in_the_other()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var told = await service.AskAsync(Hint);
        service.Options = service.Options with { Dialect = AuthMdDialect.B };
        // The agent knows this code: a click that reveals it would make it a whole claim.
        var link = told.At("claim.verification_uri");
        Assert.Equal(410, (await service.As(ann).OpenAsync(link)).Status);
        Assert.Equal(410, (await service.As(ann).PostAsync(Routes.Confirm, ("claim_attempt_token", link.Split('=')[1]), ("form_token", HeaderSignIn.FormToken(ann.Id)))).Status);
        Assert.Equal("claim_not_confirmed", (await service.CompleteAsync(told.At("claim_token"), told.At("claim.user_code"))).Code);

        var revealed = await service.AskAsync(Hint);
        await service.AgreeAsync(revealed.At("claim.attempt.verification_uri"), ann);
        service.Options = service.Options with { Dialect = AuthMdDialect.A };
        var page = await service.As(ann).OpenAsync(revealed.At("claim.attempt.verification_uri"));
        Assert.Equal((410, false), (page.Status, page.Text.Contains("class=\"code\"", StringComparison.Ordinal)));
        Assert.Equal("expired_token", (await service.PollAtOnceAsync(revealed.At("claim.token"))).Code);
    }

    [Fact]
    public async Task A_claim_that_dialect_B_completed_leaves_no_place_for_the_old_assertion()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.B);
        var anonymous = await service.RegisterAsync();
        var begun = await service.BeginAsync(anonymous.At("claim.token"), Hint);
        Assert.Equal(200, (await new Ceremony(service).ClaimAsync(begun, anonymous.At("claim.token"), service.Accounts.Add(Hint))).Status);
        service.Options = service.Options with { Dialect = AuthMdDialect.A };
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(anonymous.At("identity.assertion"))).Code);
    }

    /// <summary>Specification §24.6.</summary>
    [Fact]
    public async Task Until_the_new_identity_is_fetched_the_old_one_is_good_for_what_it_was_and_for_nobody()
    {
        await using var service = await StartAsync();
        var (ann, ceremony) = (service.Accounts.Add(Hint), new Ceremony(service));
        var anonymous = await service.RegisterAsync();
        var early = await ceremony.TokenAsync(anonymous);
        await ceremony.AgreeAsync(await service.BeginAsync(anonymous.At("claim_token"), Hint), ann);
        Assert.Equal(401, (await service.CallAsync(early)).Status);

        var between = await service.ExchangeAsync(anonymous.At("identity_assertion"));
        Assert.Equal("api.read", between.At("scope"));
        Assert.Equal("invalid_scope", (await service.ExchangeAsync(anonymous.At("identity_assertion"), ("scope", "api.write"))).Code);
        var called = await service.CallAsync(between.At("access_token"));
        Assert.Equal((200, System.Text.Json.JsonValueKind.Null), (called.Status, called.Body.GetProperty("Account").ValueKind));

        var polled = await service.PollAsync(anonymous.At("claim_token"));
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(anonymous.At("identity_assertion"))).Code);
        Assert.Equal(401, (await service.CallAsync(between.At("access_token"))).Status);
        Assert.Equal(ann.Id, (await service.CallAsync(polled.At("access_token"))).At("Account"));
        Assert.Equal("api.read api.write", (await service.ExchangeAsync(polled.At("identity_assertion"))).At("scope"));
        Assert.Equal(ann.Id, (await service.CallAsync((await service.PollAsync(anonymous.At("claim_token"))).At("access_token"))).At("Account"));
    }

    [Fact]
    public async Task An_old_assertion_of_a_revoked_claim_is_good_for_nothing()
    {
        await using var service = await StartAsync();
        var anonymous = await service.RegisterAsync();
        await new Ceremony(service).AgreeAsync(await service.BeginAsync(anonymous.At("claim_token"), Hint), service.Accounts.Add(Hint));
        await service.Registrations.ChangeAsync(anonymous.At("registration_id"), row => row with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(anonymous.At("identity_assertion"))).Code);
    }

    private static Task<Service> StartAsync() => Ceremony.StartAsync(AuthMdDialect.A);
}
