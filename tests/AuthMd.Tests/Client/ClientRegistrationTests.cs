using AuthMd.Client;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tests.Providers;

namespace AuthMd.Tests.Client;

public sealed class ClientRegistrationTests
{
    [Fact]
    public async Task An_agent_that_knows_an_address_alone_registers_and_calls()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        var registered = await agent.RegisterAsync();
        Assert.True(registered.IsReady);
        var answer = await ClientScene.CallAsync(agent);
        Assert.Equal((200, registered.Registration), (answer.Status, answer.At("Registration")));
        Assert.Equal(["api.read"], answer.Body.GetProperty("Scopes").EnumerateArray().Select(scope => scope.GetString()));
    }

    [Fact]
    public async Task An_agent_never_registers_by_itself()
    {
        await using var scene = await ClientScene.StartAsync();
        await ClientScene.RefusedAsync("registration_required", () => ClientScene.CallAsync(scene.Agent()));
        Assert.Equal(0, scene.Net.Count(Routes.Identity));
    }

    [Fact]
    public async Task An_anonymous_registration_is_claimed_and_what_it_had_is_replaced()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        var claim = (await agent.RegisterAsync()).Claim!;
        var before = await agent.TokenAsync();
        await claim.BeginAsync(scene.Ada.Email!);
        await claim.CompleteAsync(await scene.AgreeAsync(claim));
        Assert.True(claim.IsComplete);
        var answer = await ClientScene.CallAsync(agent);
        Assert.Equal((200, scene.Ada.Id), (answer.Status, answer.At("Account")));
        Assert.NotEqual(before, await agent.TokenAsync());
    }

    [Fact]
    public async Task An_agent_that_names_its_person_has_nothing_until_that_person_agreed()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent(scene.ForAda);
        var registered = await agent.RegisterAsync();
        Assert.False(registered.IsReady);
        await ClientScene.RefusedAsync("registration_required", () => agent.TokenAsync());
        Assert.Same(registered.Claim, (await agent.RegisterAsync()).Claim);
        var code = await scene.AgreeAsync(registered.Claim!);
        var read = new Queue<string>([Service.Wrong(code), code]);
        await registered.Claim!.FinishAsync(_ => Task.FromResult(read.Dequeue()));
        Assert.Equal((200, 0), ((await ClientScene.CallAsync(agent)).Status, read.Count));
    }

    [Fact]
    public async Task A_code_that_comes_before_the_person_confirmed_is_brought_again_until_the_attempt_ends()
    {
        await using var scene = await ClientScene.StartAsync();
        var claim = (await scene.Agent(scene.ForAda).RegisterAsync()).Claim!;
        string? code = null;
        scene.Net.Between = async (request, _, carry) =>
        {
            var answer = await carry();
            if (request.RequestUri!.AbsolutePath == Routes.Complete && scene.Clock.Pauses.Count == 2) code ??= await scene.AgreeAsync(claim);
            return answer;
        };
        // Right or wrong, nobody is told before the confirmation.
        await ClientScene.RefusedAsync("invalid_user_code", () => claim.CompleteAsync("000000x"[..6]));
        Assert.Equal([5, 5, 5], scene.Clock.Pauses);
        await claim.CompleteAsync(code!);
        Assert.True(claim.IsComplete);
    }

    [Fact]
    public async Task An_attempt_nobody_confirms_is_given_up_and_may_be_begun_again()
    {
        await using var scene = await ClientScene.StartAsync(lifetimes: new() { Attempt = TimeSpan.FromSeconds(12) });
        var claim = (await scene.Agent(scene.ForAda).RegisterAsync()).Claim!;
        await ClientScene.RefusedAsync("claim_closed", () => claim.CompleteAsync("123456"));
        await claim.BeginAsync(scene.Ada.Email!);
        await claim.CompleteAsync(await scene.AgreeAsync(claim));
        Assert.True(claim.IsComplete);
    }

    [Fact]
    public async Task A_person_who_refuses_ends_the_claim()
    {
        await using var scene = await ClientScene.StartAsync();
        var claim = (await scene.Agent(scene.ForAda).RegisterAsync()).Claim!;
        var person = scene.Service.As(scene.Ada);
        await person.SubmitAsync(await person.OpenAsync(claim.VerificationUri!.PathAndQuery), Routes.Deny);
        await ClientScene.RefusedAsync("claim_denied", () => claim.FinishAsync(_ => Task.FromResult("123456")));
        Assert.True(claim.IsOver);
    }

    [Fact]
    public async Task A_claim_that_was_not_begun_cannot_be_completed()
    {
        await using var scene = await ClientScene.StartAsync();
        var claim = (await scene.Agent().RegisterAsync()).Claim!;
        await ClientScene.RefusedAsync("claim_closed", () => claim.CompleteAsync("123456"));
    }

    [Fact]
    public async Task An_id_jag_registers_at_once_and_again_when_its_assertion_ended()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { AllowIdentityAssertion = true });
        using var provider = new TestProvider(scene.Service.Clock);
        var agent = scene.Agent(scene.With(provider));
        var first = await agent.RegisterAsync();
        Assert.Equal((true, null), (first.IsReady, first.Claim));
        Assert.Equal(200, (await ClientScene.CallAsync(agent)).Status);
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((200, first.Registration), ((await ClientScene.CallAsync(agent)) is var later ? later.Status : 0, later.At("Registration")));
        Assert.Equal(2, scene.Net.Count(Routes.Identity));
    }

    [Fact]
    public async Task A_step_up_waits_for_its_person()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { AllowIdentityAssertion = true });
        using var provider = new TestProvider(scene.Service.Clock);
        var known = scene.Service.Accounts.Add("ada@example.org");
        var agent = scene.Agent(scene.With(provider));
        var registered = await agent.RegisterAsync();
        Assert.False(registered.IsReady);
        await registered.Claim!.CompleteAsync(await scene.Service.AgreeAsync(registered.Claim.VerificationUri!.PathAndQuery, known));
        Assert.Equal(known.Id, (await ClientScene.CallAsync(agent)).At("Account"));
    }

    [Fact]
    public async Task A_stale_sign_in_is_renewed_at_the_provider_once()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { AllowIdentityAssertion = true });
        using var provider = new TestProvider(scene.Service.Clock);
        var asked = new List<IdJagRequest>();
        Assert.True((await scene.Agent(scene.With(provider, asked.Add)).RegisterAsync()).IsReady);
        Assert.Equal([new IdJagRequest(ClientScene.Host, ClientScene.Host + "/api", null), new IdJagRequest(ClientScene.Host, ClientScene.Host + "/api", 3600)], asked);
    }

    [Fact]
    public async Task A_service_that_takes_no_id_jags_is_told_the_address_instead()
    {
        await using var scene = await ClientScene.StartAsync();
        using var provider = new TestProvider(scene.Service.Clock);
        var registered = await scene.Agent(scene.With(provider) with { LoginHint = scene.Ada.Email }).RegisterAsync();
        Assert.False(registered.IsReady);
        Assert.Equal(1, scene.Net.Count(Routes.Identity, "service_auth"));
    }

    [Fact]
    public async Task A_provider_nobody_trusts_there_is_no_reason_to_go_without_the_person()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { AllowIdentityAssertion = true });
        using var unknown = new TestProvider(scene.Service.Clock, "https://unknown.example");
        await ClientScene.RefusedAsync("invalid_issuer", () => scene.Agent(scene.With(unknown)).RegisterAsync());
        Assert.Equal(0, scene.Net.Count(Routes.Identity, "anonymous"));
    }

    [Fact]
    public async Task Who_a_person_is_is_told_to_nobody_without_their_consent()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { Logo = "https://shop.example/logo.png" });
        await ClientScene.RefusedAsync("consent_required", () => scene.Agent(new() { LoginHint = scene.Ada.Email }).RegisterAsync());
        ConsentRequest? shown = null;
        await ClientScene.RefusedAsync("consent_required", () => scene.Agent(scene.ForAda with { Consent = (request, _) => Task.FromResult((shown = request) is null) }).RegisterAsync());
        Assert.Equal(0, scene.Net.Count(Routes.Identity));
        Assert.Equal(("service_auth", "Retail Support", "https://shop.example/logo.png"), (shown!.Method, shown.Service.ResourceName, shown.Service.Logo!.AbsoluteUri));
        Assert.Equal(["api.read", "api.write"], shown.Service.Scopes.ToArray());
    }

    [Fact]
    public async Task An_agent_of_a_person_becomes_one_of_nobody_only_where_that_was_allowed_and_there_was_none_before()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { AllowServiceAuth = false });
        await ClientScene.RefusedAsync("service_auth_registration_disabled", () => scene.Agent(scene.ForAda).RegisterAsync());
        Assert.True((await scene.Agent(scene.ForAda with { FallBackToAnonymous = true }).RegisterAsync()).IsReady);
    }

    [Fact]
    public async Task A_registration_of_a_person_that_ended_is_not_replaced_by_an_anonymous_one()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        scene.Service.Clock.Advance(TimeSpan.FromDays(40));
        var later = scene.Agent(new() { FallBackToAnonymous = true });
        await ClientScene.RefusedAsync("registration_required", () => ClientScene.CallAsync(later));
        await ClientScene.RefusedAsync("user_bound", () => later.RegisterAsync());
        Assert.Equal(0, scene.Net.Count(Routes.Identity, "anonymous"));
        await later.RevokeAsync();
        Assert.True((await later.RegisterAsync()).IsReady);
    }

    [Fact]
    public async Task A_person_who_was_asked_and_never_came_still_counts_as_a_person()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.Agent(scene.ForAda).RegisterAsync();
        await ClientScene.RefusedAsync("user_bound", () => scene.Agent().RegisterAsync());
    }

    [Fact]
    public async Task People_have_registrations_of_their_own()
    {
        await using var scene = await ClientScene.StartAsync();
        var first = await scene.Agent(new() { Profile = "ada" }).RegisterAsync();
        var second = await scene.Agent(new() { Profile = "bob" }).RegisterAsync();
        Assert.NotEqual(first.Registration, second.Registration);
        Assert.Equal(first.Registration, (await scene.Agent(new() { Profile = "ada" }).RegisterAsync()).Registration);
    }

    [Fact]
    public async Task Of_many_processes_that_register_at_once_one_does()
    {
        await using var scene = await ClientScene.StartAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => scene.Agent().RegisterAsync())));
        Assert.Single(made.Select(one => one.Registration).Distinct());
        Assert.Equal(1, scene.Net.Count(Routes.Identity));
    }

    [Fact]
    public async Task A_limit_is_told_with_when_to_come_back()
    {
        await using var scene = await ClientScene.StartAsync(usual => usual with { Limits = usual.Limits with { Anonymous = AuthMd.Limits.Limit.PerHour(1) } });
        await scene.Agent().RegisterAsync();
        var refused = await ClientScene.RefusedAsync("rate_limit_exceeded", () => scene.Agent(new() { Profile = "other" }).RegisterAsync());
        Assert.Equal((429, true), (refused.Status, refused.RetryAfter > TimeSpan.Zero));
        Assert.Empty(scene.Clock.Pauses);
    }

    [Fact]
    public async Task Both_envelopes_of_errors_are_understood()
    {
        foreach (var body in new[] { """{"error":"anonymous_not_enabled","error_description":"closed\u0007"}""", """{"code":"anonymous_not_enabled","message":"closed\n","retry_after":7}""" })
        {
            using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).Says("/agent/identity", 403, body);
            using var agent = peer.Agent();
            var refused = await ClientScene.RefusedAsync("anonymous_not_enabled", () => agent.RegisterAsync());
            Assert.Equal((403, "anonymous_not_enabled: closed "), (refused.Status, refused.Message));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"reg_1"}""")]
    [InlineData("""{"identity":{"assertion":"x"}}""")]
    [InlineData("no json")]
    public async Task A_registration_without_an_identity_is_none(string body)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).Says("/agent/identity", 200, body);
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync("invalid_answer", () => agent.RegisterAsync());
        Assert.Null(await agent.StandingAsync());
    }

    [Fact]
    public async Task A_link_for_a_person_that_is_not_https_is_not_passed_on()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).Says("/agent/identity", 201, """{"id":"r","claim":{"token":"clm_x","attempt":{"verification_uri":"javascript:alert(1)"}}}""");
        using var agent = peer.Agent(new() { LoginHint = "ada@example.com", Consent = (_, _) => Task.FromResult(true) });
        await ClientScene.RefusedAsync("insecure_url", () => agent.RegisterAsync());
    }
}
