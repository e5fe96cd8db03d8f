using System.Net;
using System.Text.Json.Nodes;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary>The security invariants of specification §20 that concern providers, each under its number.</summary>
public sealed class ProviderInvariantTests
{
    [Fact]
    public async Task Invariant_1_no_token_for_an_unconfirmed_registration_by_any_path()
    {
        await using var scene = await ProviderScene.StartAsync();
        var first = await scene.RegisterAsync(scene.Provider.IdJag());
        await scene.NotifyAsync(scene.Provider.Event());
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal(401, stepUp.Status);
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(first.At("identity.assertion"))).Outcome);
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(await scene.Service.AssertionAsync(stepUp.At("id")))).Outcome);
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(scene.Provider.IdJag())).Outcome);
        Assert.Equal((409, "claim_not_confirmed"), (await scene.Service.CompleteAsync(stepUp.At("claim.token"), "123456")).Outcome);
    }

    [Fact]
    public async Task Invariant_2_only_the_matched_account_can_confirm_a_step_up()
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Service.Accounts.Add("ada@example.org");
        var mallory = scene.Service.Accounts.Add("mallory@example.org");
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal(403, (await scene.Service.As(mallory).OpenAsync(stepUp.At("claim.attempt.verification_uri"))).Status);
        // Whatever hint comes with the next attempt, the link stays with the account that was matched.
        var again = await scene.Service.BeginAsync(stepUp.At("claim.token"), "mallory@example.org");
        Assert.Equal(403, (await scene.Service.As(mallory).OpenAsync(again.At("attempt.verification_uri"))).Status);
    }

    [Fact]
    public async Task Invariant_3_the_first_link_to_an_existing_account_needs_the_human_for_each_provider()
    {
        await using var scene = await ProviderScene.StartAsync();
        using var other = new TestProvider(scene.Service.Clock, TestProvider.Other);
        scene.Network.Serve(other);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        Assert.Equal((401, "interaction_required"), (await scene.RegisterAsync(other.IdJag())).Outcome);
        Assert.Equal((401, "interaction_required"), (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["sub"] = "user-8"))).Outcome);
    }

    [Fact]
    public async Task Invariant_3_two_providers_at_once_are_not_both_let_into_a_new_account()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        using var other = new TestProvider(scene.Service.Clock, TestProvider.Other);
        scene.Network.Serve(other);
        for (var round = 0; round < 20; round++)
        {
            Action<JsonObject> person = claims => (claims["sub"], claims["email"]) = ($"user-{round}", $"person-{round}@example.org");
            var answers = await Task.WhenAll(scene.RegisterAsync(scene.Provider.IdJag(person)), scene.RegisterAsync(other.IdJag(person), second));
            Assert.Equal([200, 401], answers.Select(answer => answer.Status).Order());
        }
    }

    [Fact]
    public async Task Invariant_4_a_known_delegation_still_needs_a_fresh_sign_in()
    {
        await using var scene = await ProviderScene.StartAsync();
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        var old = scene.Service.Clock.GetUtcNow().ToUnixTimeSeconds() - 3661;
        Assert.Equal((401, "login_required"), (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["auth_time"] = old))).Outcome);
    }

    [Fact]
    public async Task Invariant_5_an_id_works_once_per_issuer_across_instances()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        using var other = new TestProvider(scene.Service.Clock, TestProvider.Other);
        scene.Network.Serve(other);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["jti"] = "one"))).Status);
        Assert.Equal((400, "replay_detected"), (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["jti"] = "one"), second)).Outcome);
        Assert.Equal(200, (await scene.RegisterAsync(other.IdJag(claims => (claims["jti"], claims["email"]) = ("one", "bob@example.org")), second)).Status);
    }

    [Fact]
    public async Task Invariant_5_of_one_assertion_at_once_on_two_instances_one_wins()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        for (var round = 0; round < 10; round++)
        {
            var assertion = scene.Provider.IdJag();
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => scene.RegisterAsync(assertion, n % 2 == 0 ? scene.Service : second)));
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Equal(7, answers.Count(answer => answer.Outcome == (400, "replay_detected")));
        }
    }

    [Theory]
    [InlineData("email", "missing_verified_email")]
    [InlineData("auth_time", "login_required")]
    public async Task Invariant_5_an_id_is_spent_also_when_the_rest_fails(string missing, string code)
    {
        await using var scene = await ProviderScene.StartAsync();
        var assertion = scene.Provider.IdJag(claims => claims.Remove(missing));
        Assert.Equal(code, (await scene.RegisterAsync(assertion)).Code);
        Assert.Equal((400, "replay_detected"), (await scene.RegisterAsync(assertion)).Outcome);
    }

    [Fact]
    public async Task Invariant_5_an_id_of_a_token_that_proves_nothing_is_not_spent()
    {
        await using var scene = await ProviderScene.StartAsync();
        using var impostor = new TestProvider(scene.Service.Clock);
        await scene.RegisterAsync(impostor.IdJag(claims => claims["jti"] = "one"));
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["jti"] = "one"))).Status);
    }

    [Fact]
    public async Task Invariant_6_an_event_kills_tokens_assertions_claims_refresh_tokens_and_the_delegation()
    {
        await using var scene = await ProviderScene.StartAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        var completed = await scene.CompleteAsync(await scene.RegisterAsync(scene.Provider.IdJag()), ada);
        var token = await scene.TokenAsync(completed);
        Assert.NotNull(await scene.Service.Tokens.ReadAsync(token, default));

        Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event())).Status);
        Assert.Null(await scene.Service.Tokens.ReadAsync(token, default));
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(completed.At("identity.assertion"))).Outcome);
        Assert.Equal((400, "invalid_refresh_token"), (await scene.Service.RefreshAsync(completed.At("identity.refresh_token.value"))).Outcome);
        Assert.Null(await scene.Service.Delegations.FindAsync((await scene.StoredAsync(completed)).Subject!, default));

        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event())).Status);
        Assert.Equal((401, "invalid_claim_token"), (await scene.Service.BeginAsync(stepUp.At("claim.token"), "ada@example.org")).Outcome);
        Assert.Equal(404, (await scene.Service.As(ada).OpenAsync(stepUp.At("claim.attempt.verification_uri"))).Status);
    }

    [Fact]
    public async Task Invariant_6_what_died_stays_dead_when_the_registration_is_back()
    {
        await using var scene = await ProviderScene.StartAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        var before = await scene.CompleteAsync(await scene.RegisterAsync(scene.Provider.IdJag()), ada);
        var token = await scene.TokenAsync(before);
        await scene.NotifyAsync(scene.Provider.Event());
        Assert.Equal(200, (await scene.CompleteAsync(await scene.RegisterAsync(scene.Provider.IdJag()), ada)).Status);
        Assert.Null(await scene.Service.Tokens.ReadAsync(token, default));
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(before.At("identity.assertion"))).Outcome);
        Assert.Equal((400, "invalid_refresh_token"), (await scene.Service.RefreshAsync(before.At("identity.refresh_token.value"))).Outcome);
    }

    [Fact]
    public async Task Invariant_9_for_an_untrusted_issuer_nobody_is_asked()
    {
        await using var scene = await ProviderScene.StartAsync();
        using var stranger = new TestProvider(scene.Service.Clock, "https://evil.example");
        scene.Network.Serve(stranger);
        Assert.Equal((400, "invalid_issuer"), (await scene.RegisterAsync(stranger.IdJag(claims => claims["client_id"] = "https://evil.example/agent-auth.json"))).Outcome);
        Assert.Equal((400, "invalid_issuer"), (await scene.NotifyAsync(stranger.Event())).Outcome);
        Assert.Empty(scene.Network.Asked);
    }

    [Fact]
    public async Task Invariant_10_the_page_names_the_provider_as_the_trust_list_does()
    {
        await using var scene = await ProviderScene.StartAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag(claims => (claims["name"], claims["iss_name"], claims["agent_platform"]) = ("Your Bank", "Your Bank", "<b>Your Bank</b>")));
        var page = await scene.Service.As(ada).OpenAsync(stepUp.At("claim.attempt.verification_uri"));
        Assert.Contains("Example Platform", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Your Bank", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invariant_11_no_secret_of_a_step_up_lies_open_in_the_store()
    {
        await using var scene = await ProviderScene.StartAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        var assertion = scene.Provider.IdJag();
        var stepUp = await scene.RegisterAsync(assertion);
        var uri = stepUp.At("claim.attempt.verification_uri");
        var code = await scene.Service.AgreeAsync(uri, ada);
        var texts = scene.Service.Store.All.SelectMany(entry => new[] { entry.Entry.Key, entry.Entry.Json }).ToList();
        Assert.NotEmpty(texts);
        Assert.All([stepUp.At("claim.token"), WebUtility.UrlDecode(uri[(uri.IndexOf("cvt_", StringComparison.Ordinal))..]), $"\"{code}\"", assertion], secret => Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Invariant_12_an_assertion_for_another_service_is_nothing_here()
    {
        await using var scene = await ProviderScene.StartAsync();
        var stepUp = await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["aud"] = "https://other-tenant.example"));
        Assert.Equal((400, "invalid_audience"), stepUp.Outcome);
    }

    [Fact]
    public async Task Invariant_13_a_step_up_completed_while_an_event_comes_leaves_nothing_alive()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        var ada = scene.Service.Accounts.Add("ada@example.org");
        for (var round = 0; round < 20; round++)
        {
            var stepUp = await scene.RegisterAsync(scene.Provider.IdJag());
            var code = await scene.Service.AgreeAsync(stepUp.At("claim.attempt.verification_uri"), ada);
            var completing = scene.Service.CompleteAsync(stepUp.At("claim.token"), code);
            var telling = scene.NotifyAsync(scene.Provider.Event(), at: second);
            Assert.Equal(202, (await telling).Status);
            if (await completing is { Status: 200 } completed) Assert.Equal("invalid_grant", (await scene.Service.ExchangeAsync(completed.At("identity.assertion"))).Code);
            var stored = await scene.StoredAsync(stepUp);
            Assert.Equal(RegistrationStatus.Revoked, stored.Status(scene.Service.Clock.GetUtcNow()));
            Assert.Null(await scene.Service.Delegations.FindAsync(stored.Subject!, default));
        }
    }

    [Theory]
    [InlineData("write", "registration")]
    [InlineData("read", "registration")]
    [InlineData("write", "delegation")]
    public async Task Invariant_13_an_event_that_overtakes_an_assertion_wins(string operation, string kind)
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        scene.Service.Clock.Advance(TimeSpan.FromMinutes(2));
        var (there, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.Service.Store.Before = async (what, of) =>
        {
            // Of the assertion alone: the event comes while it waits.
            if ((what, of) == (operation, kind) && there.TrySetResult()) await go.Task;
        };
        var asking = scene.RegisterAsync(scene.Provider.IdJag(claims => claims["amr"] = new JsonArray("hwk")));
        await there.Task;
        Assert.Equal(202, (await scene.NotifyAsync(scene.Provider.Event(), at: second)).Status);
        go.SetResult();
        Assert.Equal((401, "interaction_required"), (await asking).Outcome);
        await AssertDeadAsync(scene, registered);
    }

    [Fact]
    public async Task Invariant_13_an_assertion_in_the_middle_of_an_event_does_not_survive_it()
    {
        await using var scene = await ProviderScene.StartAsync();
        await using var second = await scene.SecondAsync();
        var registered = await scene.RegisterAsync(scene.Provider.IdJag());
        var (there, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.Service.Store.Before = async (what, of) =>
        {
            if ((what, of) == ("delete", "delegation") && there.TrySetResult()) await go.Task;
        };
        var telling = scene.NotifyAsync(scene.Provider.Event(), at: second);
        await there.Task;
        var revived = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.Equal(200, revived.Status);
        go.SetResult();
        Assert.Equal(202, (await telling).Status);
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(revived.At("identity.assertion"))).Outcome);
        await AssertDeadAsync(scene, registered);
    }

    private static async Task AssertDeadAsync(ProviderScene scene, Answer registered)
    {
        var stored = await scene.StoredAsync(registered);
        Assert.NotEqual(RegistrationStatus.Claimed, stored.Status(scene.Service.Clock.GetUtcNow()));
        Assert.Null(await scene.Service.Delegations.FindAsync(stored.Subject!, default));
        Assert.Equal((400, "invalid_grant"), (await scene.Service.ExchangeAsync(registered.At("identity.assertion"))).Outcome);
    }

    [Fact]
    public async Task A_store_that_fails_refuses_rather_than_letting_a_replay_through()
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Service.Store.Broken.Add("jti");
        var answer = await scene.RegisterAsync(scene.Provider.IdJag());
        Assert.True(answer.Status >= 500);
        Assert.DoesNotContain(scene.Service.Store.All, entry => entry.Kind == "registration");
    }
}
