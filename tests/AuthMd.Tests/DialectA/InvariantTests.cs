using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;
using AuthMd.Tests.Providers;

namespace AuthMd.Tests.DialectA;

/// <summary>Specification §20 in both dialects, each by its number, through HTTP.</summary>
public sealed class InvariantTests
{
    private const string Hint = "ada@example.org";

    public static TheoryData<AuthMdDialect> Both => [AuthMdDialect.A, AuthMdDialect.B];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_1_no_token_before_a_person_confirmed_by_any_path(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        service.Accounts.Add(Hint);
        foreach (var asked in new[] { await service.AskAsync(Hint), await scene.RegisterAsync(scene.Provider.IdJag()) })
        {
            var token = ceremony.ClaimToken(asked);
            Assert.DoesNotContain("assertion\":\"ey", asked.Text, StringComparison.Ordinal);
            Assert.NotEqual(200, (await service.PollAsync(token)).Status);
            Assert.NotEqual(200, (await service.CompleteAsync(token, "123456")).Status);
            Assert.NotEqual(200, (await service.RefreshAsync(token)).Status);
            Assert.Equal("invalid_grant", (await service.ExchangeAsync(token)).Code);
            Assert.Equal("invalid_grant", (await service.ExchangeAsync(await service.AssertionAsync(ceremony.Id(asked)))).Code);
        }
        Assert.DoesNotContain(service.Store.All, entry => entry.Kind == "token");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_2_only_the_account_of_the_hint_decides_on_render_and_on_submit(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        var (ada, eve) = (service.Accounts.Add(Hint), service.Accounts.Add("eve@example.org"));
        foreach (var asked in new[] { await service.AskAsync(Hint), await scene.RegisterAsync(scene.Provider.IdJag()) })
        {
            var link = ceremony.Link(asked);
            var shown = await service.As(eve).OpenAsync(link);
            Assert.Equal((403, false), (shown.Status, shown.Text.Contains("<form", StringComparison.Ordinal)));
            var form = new[] { ("claim_attempt_token", link.Split('=')[1]), ("form_token", HeaderSignIn.FormToken(eve.Id)), ("user_code", dialect == AuthMdDialect.A ? Ceremony.CodeOf(asked) : "123456") };
            Assert.Equal(403, (await service.As(eve).PostAsync(dialect == AuthMdDialect.A ? Routes.Complete : Routes.Confirm, form)).Status);
            Assert.Equal(403, (await service.As(eve).PostAsync(Routes.Deny, form)).Status);
            Assert.Equal(200, (await ceremony.ClaimAsync(asked, ceremony.ClaimToken(asked), ada)).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_3_a_first_link_needs_the_human_and_the_next_does_not(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        var ada = service.Accounts.Add(Hint);
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((401, "interaction_required"), (stepUp.Status, stepUp.Code));
        Assert.Equal(401, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal(200, (await ceremony.ClaimAsync(stepUp, ceremony.ClaimToken(stepUp), ada)).Status);
        var clean = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((200, ceremony.Id(stepUp)), (clean.Status, ceremony.Id(clean)));
        Assert.Equal(ada.Id, (await service.CallAsync(await ceremony.TokenAsync(clean))).At("Account"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_3_another_agent_of_the_same_address_cannot_keep_the_hint_for_another_account(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        service.Accounts.Add(Hint);
        var eve = service.Accounts.Add("eve@example.org");
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        var again = await service.BeginAsync(ceremony.ClaimToken(stepUp), eve.Email!);
        Assert.Equal(200, again.Status);
        Assert.Equal(403, (await service.As(eve).OpenAsync(ceremony.Link(again))).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_4_a_known_delegation_needs_a_fresh_sign_in(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        var old = scene.Service.Clock.GetUtcNow().ToUnixTimeSeconds() - 3661;
        var refused = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["auth_time"] = old));
        Assert.Equal((401, "login_required"), (refused.Status, refused.Code));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_5_an_id_works_once_on_all_instances_also_when_the_rest_fails(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        await using var second = await scene.SecondAsync();
        foreach (var (assertion, status) in new[] { (scene.Provider.IdJag(), 200), (scene.Provider.IdJag(claims => claims.Remove("auth_time")), 401), (scene.Provider.IdJag(claims => claims.Remove("email")), 400) })
        {
            Assert.Equal(status, (await scene.RegisterAsync(assertion)).Status);
            var again = await scene.RegisterAsync(assertion, second);
            Assert.Equal((400, "replay_detected"), (again.Status, again.Code));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_6_an_event_ends_tokens_assertions_claims_and_the_delegation(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        var ada = service.Accounts.Add(Hint);
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        var claimed = await ceremony.ClaimAsync(stepUp, ceremony.ClaimToken(stepUp), ada);
        var token = await ceremony.TokenAsync(claimed);
        Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event())).Status);
        Assert.Equal(401, (await service.CallAsync(token)).Status);
        if (dialect == AuthMdDialect.A) Assert.Equal(401, (await service.CallAsync(claimed.At("access_token"))).Status);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(ceremony.Assertion(claimed))).Code);
        await AssertOverAsync(service, dialect, ceremony.ClaimToken(stepUp));

        var next = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal("interaction_required", next.Code);
        Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event())).Status);
        Assert.Equal(404, (await service.As(ada).OpenAsync(ceremony.Link(next))).Status);
        await AssertOverAsync(service, dialect, ceremony.ClaimToken(next));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_7_pre_claim_tokens_die_at_the_claim_and_a_pending_one_widens_nothing(AuthMdDialect dialect)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var ceremony = new Ceremony(service);
        var anonymous = await service.RegisterAsync();
        var early = await ceremony.TokenAsync(anonymous);
        var begun = await service.BeginAsync(ceremony.ClaimToken(anonymous), Hint);
        var pending = await service.ExchangeAsync(ceremony.Assertion(anonymous));
        Assert.Equal("api.read", pending.At("scope"));
        Assert.Equal("invalid_scope", (await service.ExchangeAsync(ceremony.Assertion(anonymous), ("scope", "api.write"))).Code);
        var claimed = await ceremony.ClaimAsync(begun, ceremony.ClaimToken(anonymous), service.Accounts.Add(Hint));
        foreach (var token in new[] { early, pending.At("access_token") }) Assert.Equal(401, (await service.CallAsync(token)).Status);
        Assert.Equal("invalid_grant", (await service.ExchangeAsync(ceremony.Assertion(anonymous))).Code);
        Assert.Equal("api.read api.write", (await service.ExchangeAsync(ceremony.Assertion(claimed))).At("scope"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_8_a_new_attempt_kills_the_old_link_and_the_old_code(AuthMdDialect dialect)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var (ada, ceremony) = (service.Accounts.Add(Hint), new Ceremony(service));
        var asked = await service.AskAsync(Hint);
        var token = ceremony.ClaimToken(asked);
        var begun = await service.BeginAsync(token, Hint);
        Assert.Equal(404, (await service.As(ada).OpenAsync(ceremony.Link(asked))).Status);
        if (dialect == AuthMdDialect.A)
        {
            // One in a million pairs of codes is the same one: draw until they differ.
            while (Ceremony.CodeOf(begun) == Ceremony.CodeOf(asked)) begun = await service.BeginAsync(token, Hint);
            Assert.Equal(404, (await service.TypeAsync(ada, ceremony.Link(asked), Ceremony.CodeOf(asked))).Status);
            Assert.Equal(401, (await service.TypeAsync(ada, ceremony.Link(begun), Ceremony.CodeOf(asked))).Status);
        }
        Assert.Equal(200, (await ceremony.ClaimAsync(begun, token, ada)).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_9_for_an_untrusted_issuer_nobody_is_asked(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        using var stranger = new TestProvider(scene.Service.Clock, "https://evil.example");
        scene.Network.Serve(stranger);
        Assert.Equal("invalid_issuer", (await scene.RegisterAsync(stranger.IdJag())).Code);
        Assert.Equal(400, (await scene.NotifyAsync(stranger.Event())).Status);
        Assert.Empty(scene.Network.Asked);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_10_the_page_names_the_provider_as_the_trust_list_does(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        var ada = scene.Service.Accounts.Add(Hint);
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag(claims => (claims["name"], claims["client_name"], claims["agent_platform"]) = ("Your Bank", "Your Bank", "</p><b>Your Bank</b>")));
        var page = await scene.Service.As(ada).OpenAsync(new Ceremony(scene.Service).Link(stepUp));
        Assert.Contains("<dd>Example Platform</dd>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_11_no_secret_lies_open_in_the_store_or_the_trail(AuthMdDialect dialect)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var (ada, ceremony) = (service.Accounts.Add(Hint), new Ceremony(service));
        var anonymous = await service.RegisterAsync();
        var begun = await service.BeginAsync(ceremony.ClaimToken(anonymous), Hint);
        var page = await ceremony.AgreeAsync(begun, ada);
        var code = dialect == AuthMdDialect.A ? Ceremony.CodeOf(begun) : Service.CodeOn(page);
        List<string> secrets = [ceremony.ClaimToken(anonymous), ceremony.Link(begun).Split('=')[1], $"\"{code}\"", ceremony.Assertion(anonymous)];
        AssertNowhere();
        var claimed = await ceremony.FetchAsync(ceremony.ClaimToken(anonymous), page);
        secrets.Add(await ceremony.TokenAsync(claimed));
        if (dialect == AuthMdDialect.A) secrets.Add(claimed.At("access_token"));
        AssertNowhere();

        void AssertNowhere()
        {
            var texts = service.Store.All.Select(entry => entry.Entry.Key + entry.Entry.Json).Concat(service.Audit.Events.Select(happened => happened.ToString())).ToList();
            Assert.All(secrets, secret => Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Invariant_11_a_poll_cannot_tell_unknown_from_expired_from_revoked()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var (expired, revoked) = (await service.RegisterAsync(), await service.AskAsync(Hint));
        service.Clock.Advance(service.Lifetimes.Claim);
        await service.Registrations.ChangeAsync(revoked.At("registration_id"), row => row with { Revoked = service.Clock.GetUtcNow() }, CancellationToken.None);
        var told = new List<(int, string)>();
        foreach (var token in new[] { "clm_unknown", expired.At("claim_token"), revoked.At("claim_token") })
        {
            var answer = await service.PollAtOnceAsync(token);
            told.Add((answer.Status, answer.Text));
        }
        Assert.Single(told.Distinct());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_12_what_one_service_gave_out_is_unknown_at_another(AuthMdDialect dialect)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        await using var other = await Ceremony.StartAsync(dialect);
        var (ada, ceremony) = (service.Accounts.Add(Hint), new Ceremony(service));
        var asked = await other.AskAsync(Hint);
        var token = ceremony.ClaimToken(asked);
        Assert.Equal("invalid_claim_token", (await service.BeginAsync(token, Hint)).Code);
        Assert.Equal(404, (await service.As(ada).OpenAsync(ceremony.Link(asked))).Status);
        var fetched = await ceremony.FetchAsync(token, null);
        Assert.Equal(dialect == AuthMdDialect.A ? (400, "expired_token") : (401, "invalid_claim_token"), (fetched.Status, fetched.Code));
        if (dialect == AuthMdDialect.A) Assert.Equal(404, (await service.TypeAsync(ada, ceremony.Link(asked), Ceremony.CodeOf(asked))).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_13_of_two_people_or_two_windows_at_once_one_completes(AuthMdDialect dialect)
    {
        await using var one = await Ceremony.StartAsync(dialect);
        await using var two = await one.SecondAsync();
        var (ada, ceremony) = (one.Accounts.Add(Hint), new Ceremony(one));
        for (var round = 0; round < 10; round++)
        {
            var asked = await one.AskAsync(Hint);
            var token = ceremony.ClaimToken(asked);
            Answer[] answers;
            if (dialect == AuthMdDialect.A)
            {
                answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? one : two).TypeAsync(ada, ceremony.Link(asked), Ceremony.CodeOf(asked))));
            }
            else
            {
                var code = Service.CodeOn(await ceremony.AgreeAsync(asked, ada));
                answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? one : two).CompleteAsync(token, code)));
            }
            Assert.Equal((1, 5), (answers.Count(answer => answer.Status == 200), answers.Count(answer => answer.Status == 409)));
            Assert.Single(one.Audit.Events, happened => happened.Name == Audit.AuditEvents.ClaimConfirmed && happened.Registration == ceremony.Id(asked));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_13_a_claim_against_a_revocation_leaves_nothing_alive(AuthMdDialect dialect)
    {
        await using var scene = await StartAsync(dialect);
        await using var second = await scene.SecondAsync();
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        var ada = service.Accounts.Add(Hint);
        for (var round = 0; round < 20; round++)
        {
            var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
            var token = ceremony.ClaimToken(stepUp);
            // Dialect A is decided on the page, dialect B where the agent brings the code.
            var page = dialect == AuthMdDialect.B ? await ceremony.AgreeAsync(stepUp, ada) : null;
            var claiming = page is null ? service.TypeAsync(ada, ceremony.Link(stepUp), Ceremony.CodeOf(stepUp)) : ceremony.FetchAsync(token, page);
            Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event(), at: second)).Status);
            var claimed = await claiming;
            if (dialect == AuthMdDialect.B && claimed.Status == 200) Assert.Equal("invalid_grant", (await service.ExchangeAsync(ceremony.Assertion(claimed))).Code);
            await AssertOverAsync(service, dialect, token);
            var stored = (await service.Registrations.FindAsync(ceremony.Id(stepUp), CancellationToken.None))!;
            Assert.Equal(RegistrationStatus.Revoked, stored.Status(service.Clock.GetUtcNow()));
            Assert.Null(await service.Delegations.FindAsync(stored.Subject!, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Invariant_13_a_poll_against_a_revocation_leaves_no_token_alive()
    {
        await using var scene = await StartAsync(AuthMdDialect.A);
        await using var second = await scene.SecondAsync();
        var (service, ceremony) = (scene.Service, new Ceremony(scene.Service));
        var ada = service.Accounts.Add(Hint);
        for (var round = 0; round < 20; round++)
        {
            var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
            await ceremony.AgreeAsync(stepUp, ada);
            var polling = service.PollAtOnceAsync(stepUp.At("claim_token"));
            Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event(), at: second)).Status);
            if (await polling is not { Status: 200 } polled) continue;
            Assert.Equal(401, (await service.CallAsync(polled.At("access_token"))).Status);
            Assert.Equal("invalid_grant", (await service.ExchangeAsync(polled.At("identity_assertion"))).Code);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Invariant_14_a_link_that_a_stranger_sent_takes_more_than_a_click(AuthMdDialect dialect)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var (ada, ceremony) = (service.Accounts.Add(Hint), new Ceremony(service));
        var asked = await service.AskAsync(Hint);
        var (link, token) = (ceremony.Link(asked), ceremony.ClaimToken(asked));
        var click = new[] { ("claim_attempt_token", link.Split('=')[1]), ("form_token", HeaderSignIn.FormToken(ada.Id)) };
        await service.As(ada).OpenAsync(link);
        await service.As(ada).PostAsync(Routes.Confirm, click);
        await service.As(ada).PostAsync(Routes.Complete, click);
        Assert.NotEqual(200, (await service.PollAsync(token)).Status);
        if (dialect == AuthMdDialect.B) Assert.DoesNotMatch("\"[0-9]{6}\"", asked.Text);
        else Assert.Equal(400, (await service.CompleteAsync(token, Ceremony.CodeOf(asked))).Status);
        Assert.Null((await service.Registrations.FindAsync(ceremony.Id(asked), CancellationToken.None))!.Claimed);
    }

    private static async Task AssertOverAsync(Service service, AuthMdDialect dialect, string claimToken)
    {
        Assert.Equal("invalid_claim_token", (await service.BeginAsync(claimToken, Hint)).Code);
        Assert.Equal(dialect == AuthMdDialect.A ? "expired_token" : "unsupported_grant_type", (await service.PollAsync(claimToken)).Code);
        Assert.NotEqual(200, (await service.CompleteAsync(claimToken, "123456")).Status);
    }

    private static Task<ProviderScene> StartAsync(AuthMdDialect dialect) => ProviderScene.StartAsync(options: usual => usual with { Dialect = dialect });
}
