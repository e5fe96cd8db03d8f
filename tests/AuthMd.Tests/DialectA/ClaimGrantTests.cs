using AuthMd.Audit;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.DialectA;

/// <summary>The rows of specification §9.1, through the token endpoint.</summary>
public sealed class ClaimGrantTests
{
    private const string Hint = "ann@shop.example";
    private const string Grant = "grant_type=" + ClaimPolling.Type;

    [Theory]
    [InlineData(Grant)]
    [InlineData(Grant + "&claim_token=")]
    [InlineData(Grant + "&claim_token=clm_x&claim_token=clm_x")]
    [InlineData(Grant + "&claim_token=%FF")]
    public async Task Without_one_claim_token_it_is_no_request(string body)
    {
        await using var service = await StartAsync();
        AssertRefused("invalid_request", await service.TextAsync(Routes.Token, body, "application/x-www-form-urlencoded"));
    }

    [Fact]
    public async Task A_claim_token_in_json_is_no_request()
    {
        await using var service = await StartAsync();
        AssertRefused("invalid_request", await service.JsonAsync(Routes.Token, new { grant_type = ClaimPolling.Type, claim_token = "clm_x" }));
    }

    [Theory]
    [InlineData("clm_unknown")]
    [InlineData("x")]
    [InlineData("\0")]
    public async Task An_unknown_token_has_expired(string token)
    {
        await using var service = await StartAsync();
        AssertRefused("expired_token", await service.PollAtOnceAsync(token));
    }

    [Fact]
    public async Task A_revoked_registration_has_expired()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        await service.Registrations.ChangeAsync(asked.At("registration_id"), row => row with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        AssertRefused("expired_token", await service.PollAtOnceAsync(asked.At("claim_token")));
    }

    [Fact]
    public async Task A_claim_whose_window_closed_has_expired_and_the_claim_endpoint_says_so()
    {
        await using var service = await StartAsync();
        var token = (await service.RegisterAsync()).At("claim_token");
        AssertRefused("authorization_pending", await service.PollAtOnceAsync(token));
        service.Clock.Advance(service.Lifetimes.Claim);
        AssertRefused("expired_token", await service.PollAtOnceAsync(token));
        var begun = await service.BeginAsync(token, Hint);
        Assert.Equal((410, "claim_expired"), (begun.Status, begun.Code));
    }

    [Fact]
    public async Task A_code_whose_window_closed_has_expired_until_the_next_attempt()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        AssertRefused("authorization_pending", await service.PollAtOnceAsync(asked.At("claim_token")));
        service.Clock.Advance(service.Lifetimes.Attempt);
        AssertRefused("expired_token", await service.PollAtOnceAsync(asked.At("claim_token")));
        var begun = await service.BeginAsync(asked.At("claim_token"), Hint);
        AssertRefused("authorization_pending", await service.PollAsync(asked.At("claim_token")));
        Assert.Equal(200, (await new Ceremony(service).ClaimAsync(begun, asked.At("claim_token"), service.Accounts.Add(Hint))).Status);
    }

    [Fact]
    public async Task Before_any_attempt_it_is_pending_and_nothing_is_recorded_of_a_poll()
    {
        await using var service = await StartAsync();
        var token = (await service.RegisterAsync()).At("claim_token");
        var events = service.Audit.Events.Count;
        AssertRefused("authorization_pending", await service.PollAtOnceAsync(token));
        AssertRefused("slow_down", await service.PollAtOnceAsync(token));
        Assert.Equal(events, service.Audit.Events.Count);
    }

    [Fact]
    public async Task Faster_than_the_interval_is_slowed_down_on_all_instances_and_a_fifth_less_is_not()
    {
        await using var one = await StartAsync();
        await using var two = await one.SecondAsync();
        var (token, other) = ((await one.AskAsync(Hint)).At("claim_token"), (await one.AskAsync(Hint)).At("claim_token"));
        AssertRefused("authorization_pending", await one.PollAtOnceAsync(token));
        AssertRefused("authorization_pending", await one.PollAtOnceAsync(other));
        one.Clock.Advance(TimeSpan.FromSeconds(3.99));
        AssertRefused("slow_down", await two.PollAtOnceAsync(token));
        one.Clock.Advance(TimeSpan.FromSeconds(0.01));
        AssertRefused("authorization_pending", await two.PollAtOnceAsync(token));
        AssertRefused("slow_down", await one.PollAtOnceAsync(token));
    }

    [Fact]
    public async Task Slowing_down_comes_before_the_answer_even_when_the_claim_is_done()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        AssertRefused("authorization_pending", await service.PollAtOnceAsync(asked.At("claim_token")));
        await new Ceremony(service).AgreeAsync(asked, service.Accounts.Add(Hint));
        AssertRefused("slow_down", await service.PollAtOnceAsync(asked.At("claim_token")));
        Assert.Equal(200, (await service.PollAsync(asked.At("claim_token"))).Status);
    }

    [Fact]
    public async Task Of_polls_at_once_one_is_answered()
    {
        await using var one = await StartAsync();
        await using var two = await one.SecondAsync();
        var ann = one.Accounts.Add(Hint);
        for (var round = 0; round < 10; round++)
        {
            var asked = await one.AskAsync(Hint);
            await new Ceremony(one).AgreeAsync(asked, ann);
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? one : two).PollAtOnceAsync(asked.At("claim_token"))));
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Equal(5, answers.Count(answer => answer.Code == "slow_down"));
        }
    }

    [Fact]
    public async Task A_refusal_is_denied_until_the_person_is_asked_again()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        var page = await service.As(ann).OpenAsync(asked.At("claim.verification_uri"));
        Assert.Equal(200, (await service.As(ann).SubmitAsync(page, Routes.Deny)).Status);
        AssertRefused("access_denied", await service.PollAtOnceAsync(asked.At("claim_token")));
        Assert.Equal(410, (await service.TypeAsync(ann, asked.At("claim.verification_uri"), asked.At("claim.user_code"))).Status);
        AssertRefused("access_denied", await service.PollAsync(asked.At("claim_token")));
    }

    [Fact]
    public async Task The_answer_is_repeated_for_a_minute_and_never_after_that()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        var first = await new Ceremony(service).ClaimAsync(asked, asked.At("claim_token"), service.Accounts.Add(Hint));
        service.Clock.Advance(TimeSpan.FromSeconds(54));
        var again = await service.PollAsync(asked.At("claim_token"));
        Assert.Equal(200, again.Status);
        Assert.NotEqual(first.At("access_token"), again.At("access_token"));
        AssertRefused("slow_down", await service.PollAtOnceAsync(asked.At("claim_token")));
        AssertRefused("expired_token", await service.PollAsync(asked.At("claim_token")));
        foreach (var polled in new[] { first, again })
        {
            Assert.Equal(200, (await service.CallAsync(polled.At("access_token"))).Status);
            Assert.Equal("api.read api.write", (await service.ExchangeAsync(polled.At("identity_assertion"))).At("scope"));
        }
    }

    [Fact]
    public async Task What_nobody_fetched_ends_with_the_claim()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        await new Ceremony(service).AgreeAsync(asked, service.Accounts.Add(Hint));
        service.Clock.Advance(service.Lifetimes.Claim);
        AssertRefused("expired_token", await service.PollAtOnceAsync(asked.At("claim_token")));
    }

    [Fact]
    public async Task An_account_that_is_gone_brings_nothing()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        await new Ceremony(service).AgreeAsync(asked, ann);
        service.Accounts.Remove(ann.Id);
        AssertRefused("expired_token", await service.PollAtOnceAsync(asked.At("claim_token")));
    }

    [Fact]
    public async Task Resource_and_scope_are_held_to_and_a_wrong_one_spends_nothing()
    {
        await using var service = await StartAsync();
        var asked = await service.AskAsync(Hint);
        await new Ceremony(service).AgreeAsync(asked, service.Accounts.Add(Hint));
        AssertRefused("invalid_target", await service.PollAtOnceAsync(asked.At("claim_token"), ("resource", "https://other.example")));
        AssertRefused("invalid_scope", await service.PollAtOnceAsync(asked.At("claim_token"), ("scope", "api.admin")));
        var polled = await service.PollAtOnceAsync(asked.At("claim_token"), ("resource", Service.Issuer + "/api/"), ("scope", "api.read"));
        Assert.Equal("api.read", polled.At("scope"));
        Assert.Equal(Service.Issuer + "/api", (await service.CallAsync(polled.At("access_token"))).At("Resource"));
    }

    [Fact]
    public async Task The_claim_grant_is_not_for_dialect_B_and_no_other_grant_is_for_A()
    {
        await using var service = await StartAsync();
        AssertRefused("unsupported_grant_type", await service.FormAsync(Routes.Token, ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("claim_token", "clm_x")));
        AssertRefused("unsupported_grant_type", await service.FormAsync(Routes.Token, ("claim_token", "clm_x")));
        service.Options = service.Options with { Dialect = AuthMdDialect.B };
        AssertRefused("unsupported_grant_type", await service.PollAtOnceAsync("clm_x"));
    }

    [Fact]
    public async Task A_claim_leaves_each_of_its_records_once()
    {
        await using var service = await StartAsync();
        var ann = service.Accounts.Add(Hint);
        var asked = await service.AskAsync(Hint);
        await new Ceremony(service).ClaimAsync(asked, asked.At("claim_token"), ann);
        Assert.Equal(
            [AuditEvents.ClaimRequested, AuditEvents.CodeMinted, AuditEvents.RegistrationCreated, AuditEvents.ClaimConfirmed, AuditEvents.AssertionIssued, AuditEvents.TokenIssued],
            service.Audit.Events.Select(happened => happened.Name));
        Assert.All(service.Audit.Events, happened => Assert.Equal(asked.At("registration_id"), happened.Registration));
        Assert.Equal(ann.Id, service.Audit.Events[3].User);
    }

    private static Task<Service> StartAsync() => Ceremony.StartAsync(AuthMdDialect.A);

    private static void AssertRefused(string code, Answer answer)
    {
        Assert.Equal((400, code, code), (answer.Status, answer.Code, answer.At("error")));
        Assert.NotEmpty(answer.At("error_description"));
        Assert.Equal(("no-store", "no-cache"), (answer.Header("Cache-Control"), answer.Header("Pragma")));
    }
}
