using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

/// <summary>Dialect A: the person types the code, the agent asks until they did.</summary>
public sealed class ClaimTypingTests
{
    private const string Hint = "ann@shop.example";

    [Fact]
    public async Task A_person_types_the_code_and_the_agent_is_given_a_token()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (row, claim) = await service.StepUpAsync(ann);
        await AssertPolledAsync(service, claim.Token, "authorization_pending");
        var page = await service.As(ann).OpenAsync(claim.Attempt!.VerificationUri);
        Assert.Contains("<label for=\"code\">", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(claim.Attempt.Code, page.Text, StringComparison.Ordinal);
        var done = await TypeAsync(service, ann, page, claim.Attempt.Code.Insert(3, " "));
        Assert.Equal((200, false), (done.Status, done.Text.Contains("<form", StringComparison.Ordinal)));

        var polled = await PollAsync(service, claim.Token);
        var called = await service.CallAsync(polled.Token.Token);
        Assert.Equal((row.Id, ann.Id), (called.At("Registration"), called.At("Account")));
        Assert.Equal("api.read api.write", (await service.ExchangeAsync(polled.Assertion.Jwt)).At("scope"));
        Assert.Equal(ann.Id, (await service.Delegations.FindAsync(row.Subject!, CancellationToken.None))!.Account);
    }

    [Fact]
    public async Task The_answer_is_repeated_for_a_minute_and_then_never()
    {
        await using var service = await StartAsync();
        var (claim, _) = await TypedAsync(service);
        var first = await PollAsync(service, claim.Token);
        service.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(200, (await service.CallAsync((await service.Polling.PollAsync(Caller(service), claim.Token, null, null, CancellationToken.None)).Token.Token)).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        await AssertPolledAsync(service, claim.Token, "expired_token");
        Assert.Equal(200, (await service.CallAsync(first.Token.Token)).Status);
    }

    [Fact]
    public async Task What_nobody_fetched_before_the_claim_ended_is_not_given_out()
    {
        await using var service = await StartAsync();
        var (claim, _) = await TypedAsync(service);
        service.Clock.Advance(service.Lifetimes.Claim);
        await AssertPolledAsync(service, claim.Token, "expired_token");
    }

    [Fact]
    public async Task Who_asks_faster_than_the_interval_is_slowed_down_whatever_the_token()
    {
        await using var service = await StartAsync();
        var (_, claim) = await service.StepUpAsync(service.Accounts.Add(Hint));
        foreach (var token in new[] { claim.Token, "clm_unknown" })
        {
            await Assert.ThrowsAsync<RefusalException>(() => service.Polling.PollAsync(Caller(service), token, null, null, CancellationToken.None));
            service.Clock.Advance(TimeSpan.FromSeconds(3.9));
            var fast = await Assert.ThrowsAsync<RefusalException>(() => service.Polling.PollAsync(Caller(service), token, null, null, CancellationToken.None));
            Assert.Equal("slow_down", fast.Code);
            service.Clock.Advance(TimeSpan.FromSeconds(0.1));
            var paced = await Assert.ThrowsAsync<RefusalException>(() => service.Polling.PollAsync(Caller(service), token, null, null, CancellationToken.None));
            Assert.NotEqual("slow_down", paced.Code);
        }
    }

    [Fact]
    public async Task Invariant_11_a_token_nobody_knows_and_one_that_ended_cannot_be_told_apart()
    {
        await using var service = await StartAsync();
        var (row, revoked) = await service.StepUpAsync(service.Accounts.Add(Hint));
        await service.Registrations.ChangeAsync(row.Id, now => now with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        var (_, closed) = await service.StepUpAsync(service.Accounts.Add("bob@shop.example"));
        service.Clock.Advance(service.Lifetimes.Attempt);
        var told = new List<(int, string, string)>();
        foreach (var token in new[] { "clm_unknown", revoked.Token, closed.Token })
        {
            var refusal = await Assert.ThrowsAsync<RefusalException>(() => service.Polling.PollAsync(Caller(service), token, null, null, CancellationToken.None));
            told.Add((refusal.Status, refusal.Code, refusal.Message));
        }
        Assert.Equal((400, "expired_token"), (told[0].Item1, told[0].Item2));
        Assert.Single(told.Distinct());
    }

    [Fact]
    public async Task A_claim_nobody_was_asked_for_is_pending()
    {
        await using var service = await StartAsync();
        var (claim, handle) = ClaimMint.New(service.Clock.GetUtcNow(), service.Lifetimes);
        await service.Registrations.AddAsync(new() { Id = "reg_x", Kind = RegistrationKind.Anonymous, Created = service.Clock.GetUtcNow(), Claim = claim }, CancellationToken.None);
        await AssertPolledAsync(service, handle.Token, "authorization_pending");
        service.Clock.Advance(service.Lifetimes.Claim);
        await AssertPolledAsync(service, handle.Token, "expired_token");
    }

    [Fact]
    public async Task A_person_who_refused_is_told_to_who_polls()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (_, claim) = await service.StepUpAsync(ann);
        var page = await service.As(ann).OpenAsync(claim.Attempt!.VerificationUri);
        Assert.Equal(200, (await service.As(ann).SubmitAsync(page, Routes.Deny)).Status);
        await AssertPolledAsync(service, claim.Token, "access_denied");
    }

    [Fact]
    public async Task Five_wrong_codes_end_the_link_and_the_poll()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (_, claim) = await service.StepUpAsync(ann);
        var page = await service.As(ann).OpenAsync(claim.Attempt!.VerificationUri);
        for (var n = 0; n < ClaimRules.WrongCodes; n++)
        {
            var wrong = await TypeAsync(service, ann, page, Service.Wrong(claim.Attempt.Code));
            Assert.Equal(401, wrong.Status);
            Assert.Contains("aria-describedby=\"wrong\"", wrong.Text, StringComparison.Ordinal);
        }
        Assert.Equal(410, (await TypeAsync(service, ann, page, claim.Attempt.Code)).Status);
        await AssertPolledAsync(service, claim.Token, "expired_token");
    }

    [Theory]
    [InlineData("12345", 400)]
    [InlineData("abcdef", 400)]
    [InlineData("", 400)]
    public async Task A_form_without_six_digits_is_a_bad_form(string code, int status)
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (_, claim) = await service.StepUpAsync(ann);
        Assert.Equal(status, (await TypeAsync(service, ann, await service.As(ann).OpenAsync(claim.Attempt!.VerificationUri), code)).Status);
    }

    [Fact]
    public async Task Invariant_2_another_account_cannot_type_the_code()
    {
        await using var service = await StartAsync();
        var (ann, eve) = (service.Accounts.Add(Hint), service.Accounts.Add("eve@shop.example"));
        var (row, claim) = await service.StepUpAsync(ann);
        var fields = new[] { ("claim_attempt_token", claim.Attempt!.VerificationUri.Split('=')[1]), ("user_code", claim.Attempt.Code) };
        Assert.Equal(302, (await service.As(null).PostAsync(Routes.Complete, fields)).Status);
        Assert.Equal(403, (await service.As(eve).PostAsync(Routes.Complete, [.. fields, ("form_token", HeaderSignIn.FormToken(eve.Id))])).Status);
        Assert.Equal(400, (await service.As(ann).PostAsync(Routes.Complete, fields)).Status);
        Assert.Null((await service.Registrations.FindAsync(row.Id, CancellationToken.None))!.Claimed);
    }

    [Fact]
    public async Task Invariant_14_a_dialect_takes_no_shortcut_through_the_other_ones_ceremony()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var (row, claim) = await service.StepUpAsync(ann);
        var form = new[] { ("claim_attempt_token", claim.Attempt!.VerificationUri.Split('=')[1]), ("form_token", HeaderSignIn.FormToken(ann.Id)) };
        // Dialect A: the agent knows the code, so a click must not be enough, and the agent must not bring it.
        Assert.Equal(404, (await service.As(ann).PostAsync(Routes.Confirm, form)).Status);
        Assert.Equal(400, (await service.CompleteAsync(claim.Token, claim.Attempt.Code)).Status);
        // Dialect B: nobody types.
        service.Options = service.Options with { Dialect = AuthMdDialect.B };
        Assert.Equal(400, (await service.As(ann).PostAsync(Routes.Complete, [.. form, ("user_code", claim.Attempt.Code)])).Status);
        var stored = (await service.Registrations.FindAsync(row.Id, CancellationToken.None))!;
        Assert.Equal((null, null), (stored.Claimed, stored.Claim!.Attempt!.Confirmed));
    }

    [Fact]
    public async Task Invariant_13_a_code_typed_twice_at_once_claims_once()
    {
        await using var one = await StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        for (var round = 0; round < 20; round++)
        {
            var (_, claim) = await one.StepUpAsync(ann);
            var page = await one.As(ann).OpenAsync(claim.Attempt!.VerificationUri);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => TypeAsync(n % 2 == 0 ? one : two, ann, page, claim.Attempt.Code)));
            Assert.Equal((1, 3), (answers.Count(answer => answer.Status == 200), answers.Count(answer => answer.Status == 409)));
        }
    }

    private static Task<Service> StartAsync() => Service.StartAsync(options => options with { Dialect = AuthMdDialect.A });

    private static Task<Answer> TypeAsync(Service service, Account person, Answer page, string code) => service.As(person).SubmitAsync(page, Routes.Complete, ("user_code", code));

    private static async Task<(ClaimHandle Claim, Account Person)> TypedAsync(Service service)
    {
        var ann = service.Accounts.Add(Hint);
        var (_, claim) = await service.StepUpAsync(ann);
        Assert.Equal(200, (await TypeAsync(service, ann, await service.As(ann).OpenAsync(claim.Attempt!.VerificationUri), claim.Attempt.Code)).Status);
        return (claim, ann);
    }

    private static Caller Caller(Service service) => new(service.Options, null);

    /// <summary>At the pace of the interval.</summary>
    private static async Task<Polled> PollAsync(Service service, string claimToken)
    {
        service.Clock.Advance(service.Lifetimes.Poll);
        return await service.Polling.PollAsync(Caller(service), claimToken, null, null, CancellationToken.None);
    }

    private static async Task AssertPolledAsync(Service service, string claimToken, string code)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => PollAsync(service, claimToken));
        Assert.Equal((400, code), (refusal.Status, refusal.Code));
    }
}
