using System.Net;
using System.Text;
using AuthMd.Client;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Client;

public sealed class ClientTokenTests
{
    private const string Who = "/api/whoami";

    [Fact]
    public async Task A_token_is_used_as_long_as_it_lives_less_half_a_minute()
    {
        await using var scene = await ClientScene.StartAsync(lifetimes: new() { AccessToken = TimeSpan.FromMinutes(10) });
        var agent = scene.Agent();
        await agent.RegisterAsync();
        var first = await agent.TokenAsync();
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(569));
        Assert.Equal(first, await scene.Agent().TokenAsync());
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, await agent.TokenAsync());
        Assert.Equal(2, scene.Net.Count(Routes.Token));
    }

    [Fact]
    public async Task A_refused_token_is_exchanged_once_more_and_the_request_sent_again_whole()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        await agent.RegisterAsync();
        await scene.Service.Tokens.RevokeAsync(await agent.TokenAsync(), CancellationToken.None);
        scene.Net.Between = async (request, _, carry) =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == Who) request.Method = HttpMethod.Get;
            return await carry();
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, ClientScene.Api) { Content = new StringContent("how much is it?", Encoding.UTF8) };
        Assert.Equal(HttpStatusCode.OK, (await agent.SendAsync(request)).StatusCode);
        Assert.Equal(["how much is it?", "how much is it?"], scene.Net.All.Where(one => one.Path == Who && one.Sent.Length > 0).Select(one => one.Sent));
    }

    [Fact]
    public async Task An_assertion_that_ended_is_refreshed_and_the_new_refresh_token_kept()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = await scene.ClaimedAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            scene.Service.Clock.Advance(TimeSpan.FromHours(2));
            Assert.Equal(200, (await ClientScene.CallAsync(scene.Agent())).Status);
        }
        Assert.Equal(3, scene.Net.Count(Routes.Identity, "refresh"));
    }

    [Fact]
    public async Task A_void_assertion_is_refreshed_before_anything_is_reported()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = await scene.ClaimedAsync();
        await agent.TokenAsync();
        var voided = false;
        scene.Net.Between = (request, body, carry) => request.RequestUri!.AbsolutePath switch
        {
            Who when !voided => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized)),
            Routes.Token when !voided && (voided = true) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":"invalid_grant"}""") }),
            _ => carry(),
        };
        Assert.Equal(200, (await ClientScene.CallAsync(agent)).Status);
        Assert.Equal(1, scene.Net.Count(Routes.Identity, "refresh"));
    }

    [Fact]
    public async Task An_api_that_refuses_every_token_has_the_last_word_after_one_exchange_and_one_refresh()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = await scene.ClaimedAsync();
        await agent.TokenAsync();
        scene.Net.Between = (request, _, carry) => request.RequestUri!.AbsolutePath == Who && request.Headers.Authorization is not null
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("{\"code\":\"unauthorized\"}") }) : carry();
        var answer = await ClientScene.CallAsync(agent);
        Assert.Equal((401, "unauthorized"), (answer.Status, answer.Code));
        Assert.Equal((3, 1, 3), (scene.Net.Count(Routes.Token), scene.Net.Count(Routes.Identity, "refresh"), scene.Net.All.Count(one => one.Path == Who && one.Request.Headers.Authorization is not null)));
    }

    [Fact]
    public async Task Without_a_refresh_token_the_401_is_the_answer_after_one_exchange()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        await agent.RegisterAsync();
        scene.Net.Between = (request, _, carry) => request.Headers.Authorization is not null ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized)) : carry();
        Assert.Equal(401, (await ClientScene.CallAsync(agent)).Status);
        Assert.Equal(2, scene.Net.Count(Routes.Token));
    }

    [Fact]
    public async Task A_registration_that_was_revoked_is_reported_and_may_be_made_anew()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        var registered = await agent.RegisterAsync();
        await agent.TokenAsync();
        await scene.Service.Registrations.ChangeAsync(registered.Registration, now => now with { Revoked = scene.Service.Clock.GetUtcNow(), Generation = now.Generation + 1 }, CancellationToken.None);
        await ClientScene.RefusedAsync("registration_required", () => ClientScene.CallAsync(agent));
        Assert.NotEqual(registered.Registration, (await agent.RegisterAsync()).Registration);
        Assert.Equal(200, (await ClientScene.CallAsync(agent)).Status);
    }

    [Theory]
    [InlineData("https://else.example/api/whoami")]
    [InlineData("https://shop.example/apiary")]
    [InlineData("https://shop.example/other")]
    [InlineData("https://shop.example:8443/api/whoami")]
    [InlineData("https://shop.example/api/../other")]
    public async Task A_token_goes_nowhere_but_to_its_resource(string url)
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        await agent.RegisterAsync();
        var passed = scene.Net.All.Count;
        await ClientScene.RefusedAsync("wrong_resource", () => ClientScene.CallAsync(agent, url));
        Assert.Equal(passed, scene.Net.All.Count);
    }

    [Fact]
    public async Task Plain_http_never_carries_a_token()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        await agent.RegisterAsync();
        await ClientScene.RefusedAsync("insecure_url", () => ClientScene.CallAsync(agent, "http://shop.example/api/whoami"));
    }

    [Fact]
    public async Task A_token_is_for_the_resource_and_for_the_scope_that_was_asked_for()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        Assert.Contains("resource=https%3A%2F%2Fshop.example%2Fapi", (await TokenRequestAsync(scene, scene.Agent())).Sent, StringComparison.Ordinal);
        var narrow = scene.Agent(new() { Scope = "api.read" });
        Assert.EndsWith("&scope=api.read", (await TokenRequestAsync(scene, narrow)).Sent, StringComparison.Ordinal);
        Assert.Equal(["api.read"], (await ClientScene.CallAsync(narrow)).Body.GetProperty("Scopes").EnumerateArray().Select(scope => scope.GetString()));
        var greedy = await ClientScene.RefusedAsync("invalid_scope", () => scene.Agent(new() { Scope = "api.admin" }).TokenAsync());
        Assert.Equal(400, greedy.Status);
    }

    [Fact]
    public async Task Of_many_requests_in_many_processes_one_refreshes()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        var processes = Enumerable.Range(0, 4).Select(_ => scene.Agent()).ToArray();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(call => Task.Run(() => ClientScene.CallAsync(processes[call % 4]))));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal((1, 1), (scene.Net.Count(Routes.Identity, "refresh"), scene.Net.Count(Routes.Token)));
    }

    [Fact]
    public async Task A_process_that_dies_between_the_answer_of_a_refresh_and_its_use_leaves_it_to_the_next()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        scene.Net.Between = (request, _, carry) => request.RequestUri!.AbsolutePath == Routes.Token ? throw new InvalidOperationException("The process dies here.") : carry();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ClientScene.CallAsync(scene.Agent()));
        scene.Net.Between = (_, _, carry) => carry();
        Assert.Equal(200, (await ClientScene.CallAsync(scene.Agent())).Status);
        Assert.Equal(1, scene.Net.Count(Routes.Identity, "refresh"));
    }

    [Fact]
    public async Task A_process_that_dies_after_the_answer_of_a_claim_leaves_it_to_the_next()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        Assert.Equal(scene.Ada.Id, (await ClientScene.CallAsync(scene.Agent())).At("Account"));
    }

    [Fact]
    public async Task Who_hangs_up_during_a_refresh_does_not_lose_its_answer()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        using var patience = new CancellationTokenSource();
        scene.Net.Between = async (request, body, carry) =>
        {
            if (body.Contains("refresh", StringComparison.Ordinal)) await patience.CancelAsync();
            return await carry();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.Agent().TokenAsync(patience.Token));
        scene.Net.Between = (_, _, carry) => carry();
        Assert.Equal(200, (await ClientScene.CallAsync(scene.Agent())).Status);
        Assert.Equal(1, scene.Net.Count(Routes.Identity, "refresh"));
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_its_way_is_reported_as_that()
    {
        await using var scene = await ClientScene.StartAsync();
        await scene.ClaimedAsync();
        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        scene.Net.Between = async (request, body, carry) =>
        {
            if (!body.Contains("refresh", StringComparison.Ordinal)) return await carry();
            await carry();
            throw new InvalidOperationException("The process dies here.");
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => ClientScene.CallAsync(scene.Agent()));
        scene.Net.Between = (_, _, carry) => carry();
        var lost = await ClientScene.RefusedAsync("registration_required", () => ClientScene.CallAsync(scene.Agent()));
        Assert.Contains("the answer to an earlier refresh was lost", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_given_back_and_nothing_kept()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = await scene.ClaimedAsync();
        var token = await agent.TokenAsync();
        var assertion = (await agent.StandingAsync())!.Assertion!.Value;
        await agent.RevokeAsync();
        Assert.Null(await scene.Agent().StandingAsync());
        Assert.Equal(401, (await scene.Service.CallAsync(token)).Status);
        Assert.Equal("invalid_grant", (await scene.Service.ExchangeAsync(assertion)).Code);
    }

    [Fact]
    public async Task What_the_service_did_not_take_back_is_kept()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = await scene.ClaimedAsync();
        scene.Net.Between = (request, _, carry) => request.RequestUri!.AbsolutePath == Routes.Revoke ? throw new HttpRequestException("reset") : carry();
        await ClientScene.RefusedAsync("unreachable", () => agent.RevokeAsync());
        Assert.NotNull((await agent.StandingAsync())!.Refresh);
    }

    [Theory]
    [InlineData("""{"access_token":"a b","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a","token_type":"DPoP"}""")]
    [InlineData("""{"access_token":"a"}""")]
    [InlineData("""{"token_type":"Bearer"}""")]
    public async Task A_token_no_header_can_carry_is_none(string body)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).Says("/agent/identity", 200, """{"id":"r","identity":{"assertion":"x"}}""").Says("/oauth2/token", 200, body);
        using var agent = peer.Agent();
        await agent.RegisterAsync();
        await ClientScene.RefusedAsync("invalid_answer", () => agent.TokenAsync());
    }

    [Fact]
    public async Task A_client_of_the_callers_own_sends_by_the_handler()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        await agent.RegisterAsync();
        using (var http = new HttpClient(agent.CreateHandler())) Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(ClientScene.Api))).StatusCode);
        Assert.Equal(200, (await ClientScene.CallAsync(agent)).Status);
    }

    private static async Task<Passed> TokenRequestAsync(ClientScene scene, AuthMdClient agent)
    {
        await agent.TokenAsync();
        return scene.Net.All.Last(one => one.Path == Routes.Token);
    }
}
