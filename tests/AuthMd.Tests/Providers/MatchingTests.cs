using System.Text.Json.Nodes;
using AuthMd.Audit;
using AuthMd.Providers;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary>Whom an ID-JAG is about (specification §6): somebody new, somebody linked, or somebody who has to say so first.</summary>
public sealed class MatchingTests
{
    [Fact]
    public async Task Somebody_new_gets_an_account_and_is_linked()
    {
        await using var scene = await ProviderScene.StartAsync();
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        var account = (await scene.Service.Accounts.ByEmailAsync("ada@example.org", default))!;
        Assert.Equal("Ada", account.Name);
        var stored = await scene.StoredAsync(answer);
        Assert.Equal((RegistrationKind.IdJag, account.Id, RegistrationStatus.Claimed), (stored.Kind, stored.User, stored.Status(scene.Service.Clock.GetUtcNow())));
        Assert.Equal("pwd mfa", string.Join(" ", stored.Amr));
        Assert.Equal(account.Id, (await scene.Service.Delegations.FindAsync(stored.Subject!, default))!.Account);
        Assert.NotNull(await scene.Service.Tokens.ReadAsync(await scene.TokenAsync(answer), default));
    }

    [Fact]
    public async Task Who_is_linked_is_let_in_again_under_the_same_registration()
    {
        await using var scene = await ProviderScene.StartAsync();
        var first = await scene.RegisterAsync(scene.Provider.IdJag());
        scene.Service.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["email"] = "ada@elsewhere.example"));
        Assert.Equal((200, first.At("id")), (second.Status, second.At("id")));
        Assert.Null(await scene.Service.Accounts.ByEmailAsync("ada@elsewhere.example", default));
        var delegation = (await scene.Service.Delegations.FindAsync((await scene.StoredAsync(first)).Subject!, default))!;
        Assert.Equal(TimeSpan.FromMinutes(10), delegation.LastSeen - delegation.FirstSeen);
    }

    [Fact]
    public async Task The_id_of_a_registration_is_the_hash_of_its_subject()
    {
        await using var scene = await ProviderScene.StartAsync();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("https://idp.example|user-7|http://shop.example"u8));
        Assert.Equal("reg_" + hash[..22], (await scene.RegisterAsync(scene.Provider.IdJag())).At("id"));
    }

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData("ADA@Example.ORG")]
    public async Task A_known_address_needs_its_person_first(string known)
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Service.Accounts.Add(known, name: "Ada Known");
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((401, "interaction_required"), answer.Outcome);
        Assert.StartsWith("AgentAuth error=\"interaction_required\", error_description=\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal("identity_assertion", answer.At("type"));
        Assert.StartsWith("clm_", answer.At("claim.token"), StringComparison.Ordinal);
        Assert.DoesNotContain("identity\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("user_code", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_step_up_the_next_assertion_is_clean()
    {
        await using var scene = await ProviderScene.StartAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        var completed = await scene.CompleteAsync(stepUp, ada);
        Assert.Equal((200, stepUp.At("id")), (completed.Status, completed.At("id")));
        Assert.StartsWith("art_", completed.At("identity.refresh_token.value"), StringComparison.Ordinal);
        var token = await scene.TokenAsync(completed);
        var next = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((200, stepUp.At("id")), (next.Status, next.At("id")));
        Assert.Equal(ada.Id, (await scene.Service.Tokens.ReadAsync(token, default))!.Account);
        Assert.Equal(200, (await scene.Service.RefreshAsync(completed.At("identity.refresh_token.value"))).Status);
    }

    [Fact]
    public async Task A_known_number_needs_its_person_who_may_have_no_address()
    {
        await using var scene = await ProviderScene.StartAsync();
        var account = (await scene.Service.Accounts.CreateAsync(new("", null, "+4915112345678"), default))!;
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag(claims => { claims.Remove("email"); (claims["phone_number"], claims["phone_number_verified"]) = ("+4915112345678", true); }));
        Assert.Equal((401, "interaction_required"), stepUp.Outcome);
        Assert.Equal(200, (await scene.CompleteAsync(stepUp, account)).Status);
        Assert.Equal(account.Id, (await scene.StoredAsync(stepUp)).User);
    }

    [Fact]
    public async Task An_unverified_address_beside_a_verified_number_counts_for_nothing()
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Service.Accounts.Add("ada@example.org");
        var answer = await scene.RegisterAsync(scene.Provider.IdJag(claims =>
        {
            claims["email_verified"] = false;
            (claims["phone_number"], claims["phone_number_verified"]) = ("+4915112345678", true);
        }));
        Assert.Equal(200, answer.Status);
        Assert.Null((await scene.Service.Accounts.FindAsync((await scene.StoredAsync(answer)).User!, default))!.Email);
    }

    [Fact]
    public async Task Presenting_again_replaces_the_claim_and_its_link()
    {
        await using var scene = await ProviderScene.StartAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        var first = await scene.RegisterAsync(scene.Provider.IdJag());
        var second = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal(first.At("id"), second.At("id"));
        Assert.Equal(404, (await scene.Service.As(ada).OpenAsync(first.At("claim.attempt.verification_uri"))).Status);
        Assert.Equal((401, "invalid_claim_token"), (await scene.Service.CompleteAsync(first.At("claim.token"), "123456")).Outcome);
        Assert.Equal(200, (await scene.CompleteAsync(second, ada)).Status);
    }

    [Fact]
    public async Task Somebody_new_is_refused_where_no_accounts_are_made()
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Service.Accounts.Creates = false;
        Assert.Equal((403, "access_denied"), (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
        Assert.DoesNotContain(scene.Service.Store.All, entry => entry.Kind is "registration" or "delegation");
    }

    [Fact]
    public async Task Whose_account_is_gone_is_met_as_for_the_first_time()
    {
        await using var scene = await ProviderScene.StartAsync();
        var first = await scene.RegisterAsync(scene.Provider.IdJag());
        var (token, gone) = (await scene.TokenAsync(first), (await scene.StoredAsync(first)).User!);
        scene.Service.Accounts.Remove(gone);
        var back = scene.Service.Accounts.Add("ada@example.org");
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal((401, "interaction_required"), stepUp.Outcome);
        Assert.Equal(200, (await scene.CompleteAsync(stepUp, back)).Status);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        Assert.NotEqual(gone, (await scene.StoredAsync(first)).User);
        Assert.Null(await scene.Service.Tokens.ReadAsync(token, default));
    }

    [Fact]
    public async Task Of_two_first_assertions_at_once_one_makes_the_account_and_no_one_else_gets_another()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => scene.RegisterAsync(scene.Provider.IdJag(), n % 2 == 0 ? scene.Service : second)));
        Assert.All(answers, answer => Assert.Contains(answer.Outcome, new[] { (200, ""), (401, "interaction_required") }));
        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Single(answers.Select(answer => answer.At("id")).Distinct());
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        Assert.Single(scene.Service.Store.All, entry => entry.Kind == "registration");
    }

    [Fact]
    public async Task What_happened_is_recorded_with_whom_the_provider_named()
    {
        await using var scene = await ProviderScene.StartAsync();
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        var created = Assert.Single(scene.Service.Audit.Events, happened => happened.Name == AuditEvents.RegistrationCreated);
        Assert.Equal((answer.At("id"), TestProvider.Usual, "user-7"), (created.Registration, created.Subject!.Issuer, created.Subject.Id));
        Assert.Equal(("Example Agents", "context-1"), (created.AgentPlatform, created.AgentContext));
    }

    [Fact]
    public async Task Facts_that_are_no_plain_text_are_left_out()
    {
        await using var scene = await ProviderScene.StartAsync();
        var answer = await scene.RegisterAsync(scene.Provider.IdJag(claims =>
            (claims["agent_platform"], claims["agent_context_id"], claims["name"], claims["amr"]) = (new string('p', 201), "line\nbreak", new JsonObject(), new JsonArray(1))));
        var stored = await scene.StoredAsync(answer);
        Assert.Equal((null, null), (stored.AgentPlatform, stored.AgentContext));
        Assert.Empty(stored.Amr);
        Assert.Null((await scene.Service.Accounts.FindAsync(stored.User!, default))!.Name);
    }

    [Fact]
    public async Task The_list_of_trusted_providers_refuses_what_would_let_anybody_in()
    {
        Assert.Throws<ArgumentException>(() => new TrustedProviders([new("http://idp.example", "Plain")]));
        Assert.Throws<ArgumentException>(() => new TrustedProviders([new("idp.example", "No URL")]));
        Assert.Throws<ArgumentException>(() => new TrustedProviders([new("https://idp.example", "Keys", "http://idp.example/jwks")]));
        Assert.Throws<ArgumentException>(() => new TrustedProviders([new("https://idp.example", " ")]));
        Assert.Throws<ArgumentException>(() => new TrustedProviders([new("https://idp.example", "One"), new("https://idp.example", "Two")]));
        Assert.Throws<ArgumentException>(() => TestProvider.Trusted.Refuse(TestProvider.Usual + "/"));
        Assert.Null(TestProvider.Trusted.Find(TestProvider.Usual, TestProvider.Usual + "/"));

        await using var scene = await ProviderScene.StartAsync(options: options => options with { Issuer = TestProvider.Usual });
        Assert.Equal((400, "invalid_issuer"), (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["aud"] = TestProvider.Usual))).Outcome);
        Assert.Empty(scene.Network.Asked);
    }
}
