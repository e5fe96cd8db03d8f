using AuthMd.Audit;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

public sealed class ClaimCompletionTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task An_agent_brings_the_code_gets_its_identity_and_acts_for_the_person()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var completed = await service.ClaimAsync(ann);
        Assert.Equal((200, "claimed", "no-store"), (completed.Status, completed.At("status"), completed.Header("Cache-Control")));
        Assert.Equal(["id", "identity", "status"], completed.Body.EnumerateObject().Select(member => member.Name).Order());
        Assert.StartsWith("art_", completed.At("identity.refresh_token.value"), StringComparison.Ordinal);
        Assert.Equal(("2026-09-01T13:00:00.000Z", "2026-10-01T12:00:00.000Z"), (completed.At("identity.expires_at"), completed.At("identity.refresh_token.expires_at")));

        var exchanged = await service.ExchangeAsync(completed.At("identity.assertion"));
        Assert.Equal("api.read api.write", exchanged.At("scope"));
        var called = await service.CallAsync(exchanged.At("access_token"));
        Assert.Equal((completed.At("id"), ann.Id), (called.At("Registration"), called.At("Account")));
        Assert.Equal(ann.Id, service.Audit.Events.Single(happened => happened.Name == AuditEvents.ClaimConfirmed).User);
        Assert.Single(service.Audit.Events, happened => happened.Name == AuditEvents.AssertionIssued);
    }

    [Fact]
    public async Task Completion_succeeds_once()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var code = await service.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
        Assert.Equal(200, (await service.CompleteAsync(asked.At("claim.token"), code)).Status);
        var again = await service.CompleteAsync(asked.At("claim.token"), code);
        Assert.Equal((409, "already_claimed"), (again.Status, again.Code));
        Assert.DoesNotContain("assertion", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invariant_1_without_a_confirmed_claim_no_path_leads_to_an_access_token()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var (stepUp, claim) = await service.StepUpAsync(ann);
        foreach (var (id, token) in new[] { (asked.At("id"), asked.At("claim.token")), (stepUp.Id, claim.Token) })
        {
            Assert.Equal("claim_not_confirmed", (await service.CompleteAsync(token, "123456")).Code);
            // Not even with an assertion that the service itself signed for it.
            Assert.Equal("invalid_grant", (await service.ExchangeAsync(await service.AssertionAsync(id))).Code);
            Assert.Equal("invalid_refresh_token", (await service.RefreshAsync(token)).Code);
        }
    }

    [Fact]
    public async Task Invariant_7_what_was_issued_before_the_claim_dies_with_it_and_a_pending_claim_widens_nothing()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var anonymous = await service.RegisterAsync();
        var early = await service.ExchangeAsync(anonymous.At("identity.assertion"));
        var begun = await service.BeginAsync(anonymous.At("claim.token"), Hint);
        var code = await service.AgreeAsync(begun.At("attempt.verification_uri"), ann);
        var pending = await service.ExchangeAsync(anonymous.At("identity.assertion"));
        Assert.Equal("api.read", pending.At("scope"));
        Assert.Equal("invalid_scope", (await service.ExchangeAsync(anonymous.At("identity.assertion"), ("scope", "api.write"))).Code);

        var completed = await service.CompleteAsync(anonymous.At("claim.token"), code);
        Assert.Equal(anonymous.At("id"), completed.At("id"));
        Assert.Equal(401, (await service.CallAsync(early.At("access_token"))).Status);
        Assert.Equal(401, (await service.CallAsync(pending.At("access_token"))).Status);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(anonymous.At("identity.assertion"))).Code);
        Assert.Equal("api.read api.write", (await service.ExchangeAsync(completed.At("identity.assertion"))).At("scope"));
    }

    [Fact]
    public async Task An_unknown_claim_token_is_refused()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.CompleteAsync("clm_unknown", "123456");
        Assert.Equal((401, "invalid_claim_token"), (completed.Status, completed.Code));
    }

    [Fact]
    public async Task A_claim_without_an_attempt_cannot_be_completed()
    {
        await using var service = await Service.StartAsync();
        var completed = await service.CompleteAsync((await service.RegisterAsync()).At("claim.token"), "123456");
        Assert.Equal((410, "claim_expired"), (completed.Status, completed.Code));
    }

    [Fact]
    public async Task The_right_code_is_refused_until_the_person_has_confirmed()
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync(Hint);
        var row = await service.Registrations.FindAsync(asked.At("id"), CancellationToken.None);
        var completed = await service.CompleteAsync(asked.At("claim.token"), ClaimRules.Open(row!.Claim!.Attempt!, service.Seal)!);
        Assert.Equal((409, "claim_not_confirmed"), (completed.Status, completed.Code));
    }

    [Fact]
    public async Task A_person_who_refused_is_told_to_the_agent()
    {
        await using var service = await Service.StartAsync();
        var ann = service.As(service.Accounts.Add(Hint));
        var asked = await service.AskAsync(Hint);
        await ann.SubmitAsync(await ann.OpenAsync(asked.At("claim.attempt.verification_uri")), Routes.Deny);
        var completed = await service.CompleteAsync(asked.At("claim.token"), "123456");
        Assert.Equal((403, "claim_denied"), (completed.Status, completed.Code));
    }

    [Fact]
    public async Task A_code_that_ran_out_is_minted_again_and_the_old_link_leads_nowhere()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var (token, link) = (asked.At("claim.token"), asked.At("claim.attempt.verification_uri"));
        var code = await service.AgreeAsync(link, ann);
        service.Clock.Advance(service.Lifetimes.Attempt);
        var late = await service.CompleteAsync(token, code);
        Assert.Equal((410, "user_code_expired"), (late.Status, late.Code));
        Assert.Equal(410, (await service.As(ann).OpenAsync(link)).Status);

        var begun = await service.BeginAsync(token, Hint);
        Assert.Equal(404, (await service.As(ann).OpenAsync(link)).Status);
        Assert.Equal(200, (await service.CompleteAsync(token, await service.AgreeAsync(begun.At("attempt.verification_uri"), ann))).Status);
    }

    [Fact]
    public async Task An_agent_whose_person_never_came_is_told_to_begin_anew()
    {
        await using var service = await Service.StartAsync();
        var asked = await service.AskAsync(Hint);
        service.Clock.Advance(service.Lifetimes.Attempt);
        var completed = await service.CompleteAsync(asked.At("claim.token"), "123456");
        Assert.Equal((409, "claim_not_confirmed"), (completed.Status, completed.Code));
        Assert.Contains("new attempt", completed.At("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_codes_end_the_attempt_for_agent_and_person()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var (token, link) = (asked.At("claim.token"), asked.At("claim.attempt.verification_uri"));
        var code = await service.AgreeAsync(link, ann);
        for (var n = 0; n < ClaimRules.WrongCodes; n++)
        {
            var wrong = await service.CompleteAsync(token, Service.Wrong(code));
            Assert.Equal((asked.At("id"), "invalid_user_code"), (service.Audit.Events[^1].Registration, service.Audit.Events[^1].Code));
            Assert.Equal((401, "invalid_user_code"), (wrong.Status, wrong.Code));
        }
        var right = await service.CompleteAsync(token, code);
        Assert.Equal((410, "user_code_expired"), (right.Status, right.Code));
        Assert.Equal(410, (await service.As(ann).OpenAsync(link)).Status);
        var begun = await service.BeginAsync(token, Hint);
        Assert.Equal(200, (await service.CompleteAsync(token, await service.AgreeAsync(begun.At("attempt.verification_uri"), ann))).Status);
    }

    [Fact]
    public async Task Four_wrong_codes_leave_room_for_the_right_one()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var code = await service.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
        for (var n = 1; n < ClaimRules.WrongCodes; n++) Assert.Equal(401, (await service.CompleteAsync(asked.At("claim.token"), Service.Wrong(code))).Status);
        Assert.Equal(200, (await service.CompleteAsync(asked.At("claim.token"), code)).Status);
    }

    [Theory]
    [InlineData("\"12345\"")]
    [InlineData("\"1234567\"")]
    [InlineData("\"12345a\"")]
    [InlineData("\"１２３４５６\"")]
    [InlineData("\" 12345\"")]
    [InlineData("123456")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_code_that_is_not_six_digits_of_text_is_no_request_and_counts_as_no_guess(string code)
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var right = await service.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
        for (var n = 0; n <= ClaimRules.WrongCodes; n++)
        {
            var completed = await service.TextAsync(Routes.Complete, $$"""{"claim_token":"{{asked.At("claim.token")}}","user_code":{{code}}}""");
            Assert.Equal((400, "invalid_request"), (completed.Status, completed.Code));
        }
        Assert.Equal(200, (await service.CompleteAsync(asked.At("claim.token"), right)).Status);
    }

    [Fact]
    public async Task The_code_of_another_claim_is_wrong()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (one, other) = (await service.AskAsync(Hint), await service.AskAsync(Hint));
        var code = await service.AgreeAsync(one.At("claim.attempt.verification_uri"), ann);
        var otherCode = await service.AgreeAsync(other.At("claim.attempt.verification_uri"), ann);
        while (otherCode == code) otherCode = await service.AgreeAsync((await service.BeginAsync(other.At("claim.token"), Hint)).At("attempt.verification_uri"), ann);
        Assert.Equal("invalid_user_code", (await service.CompleteAsync(other.At("claim.token"), code)).Code);
    }

    [Fact]
    public async Task A_code_whose_seal_cannot_be_opened_any_more_has_ended()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var code = await service.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
        await service.Registrations.ChangeAsync(asked.At("id"), row => ClaimRules.With(row, row.Claim!.Attempt! with { SealedCode = "of a key that is gone" }), CancellationToken.None);
        Assert.Equal(410, (await service.As(ann).OpenAsync(asked.At("claim.attempt.verification_uri"))).Status);
        var completed = await service.CompleteAsync(asked.At("claim.token"), code);
        Assert.Equal((410, "user_code_expired"), (completed.Status, completed.Code));
    }

    [Fact]
    public async Task An_account_that_confirmed_and_is_gone_is_not_bound()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var code = await service.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
        service.Accounts.Remove(ann.Id);
        Assert.Equal("claim_not_confirmed", (await service.CompleteAsync(asked.At("claim.token"), code)).Code);
        Assert.Null((await service.Registrations.FindAsync(asked.At("id"), CancellationToken.None))!.Claimed);
    }

    [Fact]
    public async Task Invariant_3_a_completed_step_up_links_the_providers_person_to_the_account()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (row, claim) = await service.StepUpAsync(ann);
        Assert.Null(await service.Delegations.FindAsync(row.Subject!, CancellationToken.None));
        var code = await service.AgreeAsync(claim.Attempt!.VerificationUri, ann);
        Assert.Null(await service.Delegations.FindAsync(row.Subject!, CancellationToken.None));
        var completed = await service.CompleteAsync(claim.Token, code);
        Assert.Equal(row.Id, completed.At("id"));
        Assert.Equal(ann.Id, (await service.Delegations.FindAsync(row.Subject!, CancellationToken.None))!.Account);
        Assert.Equal(200, (await service.RefreshAsync(completed.At("identity.refresh_token.value"))).Status);
    }

    [Fact]
    public async Task A_delegation_that_appeared_meanwhile_wins()
    {
        await using var service = await Service.StartAsync();
        var (ann, bob) = (service.Accounts.Add(Hint), service.Accounts.Add("bob@shop.example"));
        var (row, claim) = await service.StepUpAsync(ann);
        await service.Delegations.BindAsync(row.Subject!, bob.Id, CancellationToken.None);
        Assert.Equal(200, (await service.CompleteAsync(claim.Token, await service.AgreeAsync(claim.Attempt!.VerificationUri, ann))).Status);
        Assert.Equal(bob.Id, (await service.Delegations.FindAsync(row.Subject!, CancellationToken.None))!.Account);
    }

    [Fact]
    public async Task A_step_up_for_somebody_without_an_address_is_completed_by_the_account_itself()
    {
        await using var service = await Service.StartAsync();
        var ann = await service.Accounts.CreateAsync(new("", null, "+491111111"), CancellationToken.None);
        var (_, claim) = await service.StepUpAsync(ann!);
        Assert.Equal(403, (await service.As(service.Accounts.Add(Hint)).OpenAsync(claim.Attempt!.VerificationUri)).Status);
        Assert.Equal(200, (await service.CompleteAsync(claim.Token, await service.AgreeAsync(claim.Attempt.VerificationUri, ann!))).Status);
    }

    [Fact]
    public async Task Invariant_12_a_claim_token_of_another_service_is_unknown()
    {
        await using var service = await Service.StartAsync();
        await using var other = await Service.StartAsync();
        var asked = await other.AskAsync(Hint);
        Assert.Equal("invalid_claim_token", (await service.BeginAsync(asked.At("claim.token"), Hint)).Code);
        Assert.Equal("invalid_claim_token", (await service.CompleteAsync(asked.At("claim.token"), "123456")).Code);
        Assert.Equal(404, (await service.As(service.Accounts.Add(Hint)).OpenAsync(asked.At("claim.attempt.verification_uri"))).Status);
    }

    [Fact]
    public async Task One_claim_says_nothing_about_the_others_of_its_person()
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (first, second) = (await service.AskAsync(Hint), await service.ClaimAsync(ann));
        Assert.Equal(RegistrationStatus.PendingClaim, (await service.Registrations.FindAsync(first.At("id"), CancellationToken.None))!.Status(service.Clock.GetUtcNow()));
        Assert.Equal(RegistrationStatus.Claimed, (await service.Registrations.FindAsync(second.At("id"), CancellationToken.None))!.Status(service.Clock.GetUtcNow()));
    }
}
