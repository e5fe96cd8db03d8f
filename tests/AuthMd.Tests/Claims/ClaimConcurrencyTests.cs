using AuthMd.Audit;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

/// <summary>Invariant 13: whatever is done twice at once, on two instances over one store, has one winner.</summary>
public sealed class ClaimConcurrencyTests
{
    private const string Hint = "ann@shop.example";
    private const int Rounds = 20;

    [Fact]
    public async Task Invariant_13_of_many_completions_at_once_one_wins()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        for (var round = 0; round < Rounds; round++)
        {
            var asked = await one.AskAsync(Hint);
            var code = await one.AgreeAsync(asked.At("claim.attempt.verification_uri"), ann);
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? one : two).CompleteAsync(asked.At("claim.token"), code)));
            var winner = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal((409, "already_claimed"), (answer.Status, answer.Code)));
            Assert.Equal(200, (await one.ExchangeAsync(winner.At("identity.assertion"))).Status);
            Assert.Equal(200, (await two.RefreshAsync(winner.At("identity.refresh_token.value"))).Status);
            Assert.Single(one.Audit.Events, happened => happened.Name == AuditEvents.ClaimConfirmed && happened.Registration == asked.At("id"));
        }
    }

    [Fact]
    public async Task Invariant_13_a_completion_and_a_revocation_at_once_leave_nothing_usable_and_no_delegation()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        for (var round = 0; round < Rounds; round++)
        {
            var subject = new Subject("https://provider.example", $"subject-{round}", Service.Issuer);
            var (row, claim) = await one.StepUpAsync(ann, row => row with { Subject = subject });
            var code = await one.AgreeAsync(claim.Attempt!.VerificationUri, ann);
            var completing = one.CompleteAsync(claim.Token, code);
            // As a security event does it: the registration first, then the delegation.
            await two.Registrations.ChangeAsync(row.Id, now => now with { Revoked = two.Clock.GetUtcNow(), Claim = null, RefreshHash = null, Generation = now.Generation + 1 }, CancellationToken.None);
            await two.Delegations.RemoveAsync(subject, CancellationToken.None);
            var completed = await completing;

            Assert.Null(await one.Delegations.FindAsync(subject, CancellationToken.None));
            Assert.Equal(RegistrationStatus.Revoked, (await one.Registrations.FindAsync(row.Id, CancellationToken.None))!.Status(one.Clock.GetUtcNow()));
            if (completed.Status == 200)
            {
                Assert.Equal("invalid_grant", (await one.ExchangeAsync(completed.At("identity.assertion"))).Code);
                Assert.Equal("invalid_refresh_token", (await one.RefreshAsync(completed.At("identity.refresh_token.value"))).Code);
            }
            else
            {
                Assert.Contains(completed.Code, new[] { "invalid_claim_token", "claim_expired" });
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delegation_is_taken_back_when_the_revocation_came_between_claim_and_delegation(bool revived)
    {
        await using var service = await Service.StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (row, _) = await service.StepUpAsync(ann);
        var claimed = await service.Registrations.ChangeAsync(row.Id, now => ClaimRules.Bind(now, now.Claim!.Attempt!, ann.Id, service.Clock.GetUtcNow()), CancellationToken.None);
        await service.Registrations.ChangeAsync(row.Id, now => now with { Revoked = service.Clock.GetUtcNow(), Generation = now.Generation + 1 }, CancellationToken.None);
        if (revived) await service.Registrations.ChangeAsync(row.Id, now => now with { Revoked = null, Claimed = null }, CancellationToken.None);
        await service.Delegations.RemoveAsync(row.Subject!, CancellationToken.None);
        await new ClaimBinding(service.Registrations, service.Delegations, new ClaimHistory(service.Store), service.Audit).BoundAsync(claimed!, null, CancellationToken.None);
        Assert.Null(await service.Delegations.FindAsync(row.Subject!, CancellationToken.None));
    }

    [Fact]
    public async Task Invariant_13_of_many_refreshes_at_once_one_is_answered_and_the_family_ends()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        for (var round = 0; round < Rounds; round++)
        {
            var token = (await one.ClaimAsync(ann)).At("identity.refresh_token.value");
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? one : two).RefreshAsync(token)));
            var winner = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal((400, "invalid_refresh_token"), (answer.Status, answer.Code)));
            // The others showed that more than one holds the token.
            Assert.Equal("invalid_refresh_token", (await one.RefreshAsync(winner.At("identity.refresh_token.value"))).Code);
            Assert.Equal("invalid_grant", (await one.ExchangeAsync(winner.At("identity.assertion"))).Code);
        }
    }

    [Fact]
    public async Task Wrong_codes_at_once_are_all_counted()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        var asked = await one.AskAsync(Hint);
        var code = await one.AgreeAsync(asked.At("claim.attempt.verification_uri"), one.Accounts.Add(Hint));
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => (n % 2 == 0 ? one : two).CompleteAsync(asked.At("claim.token"), Service.Wrong(code))));
        Assert.Equal(ClaimRules.WrongCodes, answers.Count(answer => answer.Status == 401));
        Assert.Equal(answers.Length - ClaimRules.WrongCodes, answers.Count(answer => answer.Code == "user_code_expired"));
    }

    [Fact]
    public async Task Confirming_and_refusing_at_once_ends_refused()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        for (var round = 0; round < Rounds; round++)
        {
            var asked = await one.AskAsync(Hint);
            var page = await one.As(ann).OpenAsync(asked.At("claim.attempt.verification_uri"));
            await Task.WhenAll(one.As(ann).SubmitAsync(page, Routes.Confirm), two.As(ann).SubmitAsync(page, Routes.Deny));
            Assert.Equal("claim_denied", (await one.CompleteAsync(asked.At("claim.token"), "123456")).Code);
        }
    }

    [Fact]
    public async Task Of_many_attempts_begun_at_once_one_link_is_good()
    {
        await using var one = await Service.StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        var asked = await one.AskAsync(Hint);
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? one : two).BeginAsync(asked.At("claim.token"), Hint)));
        Assert.All(begun, answer => Assert.Equal(200, answer.Status));
        var opened = await Task.WhenAll(begun.Select(answer => one.As(ann).OpenAsync(answer.At("attempt.verification_uri"))));
        Assert.Equal((1, 7), (opened.Count(page => page.Status == 200), opened.Count(page => page.Status == 404)));
        Assert.Equal(9, (await one.Registrations.FindAsync(asked.At("id"), CancellationToken.None))!.Claim!.Attempts);
    }
}
