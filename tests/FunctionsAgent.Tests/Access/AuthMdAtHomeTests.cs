using System.Net.Http.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsAgent.Tests.Access;

/// <summary>Registration where it lives: restarts, several instances, addresses, proxies, a closed door, a store that is away.</summary>
public sealed class AuthMdAtHomeTests
{
    private const string Address = "https://agents.example";
    private const string Question = "Where is my order #W1001?";
    private static readonly object Anonymous = new { type = "anonymous" };

    [Fact]
    public async Task A_restart_keeps_registrations_tokens_and_keys()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            var settings = new Dictionary<string, string?> { ["Public__BaseUrl"] = Address };
            OutsideAgent before;
            string keys;
            await using (var host = await AgentHost.StartAsync(data, settings))
            {
                before = await OutsideAgent.ClaimedAsync(host);
                keys = await host.Client.GetStringAsync("/.well-known/jwks.json");
            }
            await using var again = await AgentHost.StartAsync(data, settings);
            Assert.Equal(keys, await again.Client.GetStringAsync("/.well-known/jwks.json"));
            await OutsideAgent.OkAsync(await again.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages?wait=20", before.Token, ProblemAssert.Utf8($$"""{"text":"{{Question}}"}"""))));
            var after = new OutsideAgent(again.Client) { Assertion = before.Assertion };
            await after.ExchangeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task What_one_instance_began_another_goes_on_with_and_both_sign_with_one_key()
    {
        var settings = new Dictionary<string, string?> { ["Public__BaseUrl"] = Address };
        await using var one = await AgentHost.StartAsync(settings: settings);
        await using var other = await AgentHost.StartAsync(settings: settings, configure: services =>
        {
            services.Replace(ServiceDescriptor.Singleton(one.Get<ITables>()));
            services.Replace(ServiceDescriptor.Singleton(one.Get<IBlobs>()));
        });
        var agent = new OutsideAgent(one.Client);
        await agent.RegisterAsync();
        await agent.ClaimAsync(new(other.Host.Url), "ada@shop.example");
        var there = new OutsideAgent(other.Client) { Assertion = agent.Assertion };
        await there.ExchangeAsync();

        Assert.Equal(await one.Client.GetStringAsync("/.well-known/jwks.json"), await other.Client.GetStringAsync("/.well-known/jwks.json"));
        await OutsideAgent.OkAsync(await one.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages", there.Token, ProblemAssert.Utf8($$"""{"text":"{{Question}}"}"""))));
    }

    [Fact]
    public async Task Closed_nobody_new_comes_in_and_who_is_in_goes_on_and_can_be_put_out()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            var settings = new Dictionary<string, string?> { ["Public__BaseUrl"] = Address };
            string token, refresh;
            await using (var open = await AgentHost.StartAsync(data, settings))
            {
                var agent = await OutsideAgent.ClaimedAsync(open);
                (token, refresh) = (agent.Token, agent.RefreshToken);
            }
            settings["AuthMd__Registration"] = "closed";
            await using var closed = await AgentHost.StartAsync(data, settings);

            Assert.Contains("Registration is not open yet.", await closed.Client.GetStringAsync("/auth.md"), StringComparison.Ordinal);
            Assert.False((await (await closed.Client.GetAsync("/.well-known/oauth-authorization-server")).JsonAsync()).TryGetProperty("agent_auth", out _));
            var refused = await closed.Client.PostAsJsonAsync("/agent/identity", Anonymous);
            Assert.Equal((403, "anonymous_registration_disabled"), ((int)refused.StatusCode, (await refused.JsonAsync()).GetProperty("code").GetString()));

            await OutsideAgent.OkAsync(await closed.Client.PostAsJsonAsync("/agent/identity", new { type = "refresh", refresh_token = refresh }));
            Assert.Equal(404, (int)(await closed.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, $"/api/conversations/{new string('A', 43)}", token))).StatusCode);
            Assert.Equal(200, (int)(await closed.Client.PostAsync("/oauth2/revoke", new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token }))).StatusCode);
            await ProblemAssert.IsAsync(await closed.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, $"/api/conversations/{new string('A', 43)}", token)), 401, "unauthorized");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_host_that_a_caller_made_up_is_refused_and_a_token_of_one_address_is_not_good_at_another()
    {
        await using var host = await AgentHost.StartAsync();
        var agent = await OutsideAgent.RegisteredAsync(host);
        await ProblemAssert.IsAsync(await host.Client.SendAsync(For("evil.example", "/auth.md")), 421, "wrong-host");
        using var elsewhere = For($"localhost:{host.Host.Url.Port}", $"/api/conversations/{new string('A', 43)}");
        elsewhere.Headers.Authorization = new("Bearer", agent.Token);
        await ProblemAssert.IsAsync(await host.Client.SendAsync(elsewhere), 401, "unauthorized");
        await ProblemAssert.IsAsync(await agent.ReadAsync(new string('A', 43)), 404, "unknown-conversation");
    }

    [Fact]
    public async Task With_an_address_of_our_own_no_header_changes_what_we_say_we_are()
    {
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Public__BaseUrl"] = Address });
        foreach (var path in (string[])["/auth.md", "/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource/api"])
        {
            using var request = For($"localhost:{host.Host.Url.Port}", path);
            request.Headers.Add("X-Forwarded-Host", "evil.example");
            request.Headers.Add("X-Forwarded-Proto", "gopher");
            var text = await (await host.Client.SendAsync(request)).Content.ReadAsStringAsync();
            Assert.Contains(Address, text, StringComparison.Ordinal);
            Assert.DoesNotContain("localhost", text, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        }
        var agent = new OutsideAgent(host.Client);
        await agent.RegisterAsync();
        Assert.StartsWith(Address + "/claim?", await agent.BeginClaimAsync("ada@shop.example"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("user@host")]
    [InlineData("host/path")]
    [InlineData("host?x")]
    public void A_host_that_is_none_is_not_what_we_are_called(string host)
    {
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Connection.LocalPort) = ("http", 7071);
        context.Request.Headers.Host = host;
        Assert.Equal("http://127.0.0.1:7071", new PublicAddress(new ConfigurationBuilder().Build()).Of(context.Request));
    }

    [Fact]
    public async Task A_trusted_provider_needs_our_own_address()
    {
        await using var provider = await VouchingProvider.StartAsync();
        var settings = provider.Settings("");
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => AgentHost.StartAsync(settings: settings));
        Assert.Contains("Public__BaseUrl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_trusted_proxies_nobody_is_somebody_else_by_a_header()
    {
        await using var host = await AgentHost.StartAsync();
        for (var n = 1; n <= 5; n++) Assert.Equal(200, (int)(await RegisterAsync(host, $"198.51.100.{n}")).StatusCode);
        var refused = await RegisterAsync(host, "198.51.100.6");
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.True((await refused.JsonAsync()).GetProperty("retry_after").GetInt64() > 0);
    }

    [Fact]
    public async Task Behind_trusted_proxies_each_caller_has_its_own_limit_and_cannot_write_itself_another()
    {
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Public__TrustedProxies"] = "127.0.0.0/8 ::1" });
        for (var n = 1; n <= 7; n++) Assert.Equal(200, (int)(await RegisterAsync(host, $"198.51.100.{n}:4{n:D3}")).StatusCode);
        // What stands before the last hop the caller wrote.
        for (var n = 1; n <= 4; n++) Assert.Equal(200, (int)(await RegisterAsync(host, $"203.0.113.{n}, 198.51.100.1")).StatusCode);
        Assert.Equal(429, (int)(await RegisterAsync(host, "203.0.113.9, 198.51.100.1")).StatusCode);
        Assert.Equal(200, (int)(await RegisterAsync(host, "198.51.100.1, 198.51.100.99")).StatusCode);
    }

    [Fact]
    public async Task While_the_store_is_away_everything_is_503_with_when_to_come_back_and_nothing_is_lost()
    {
        var away = new AwayTables();
        await using var host = await AgentHost.StartAsync(configure: away.Register);
        var agent = await OutsideAgent.RegisteredAsync(host);
        var link = new Uri(await agent.BeginClaimAsync("ada@shop.example")).PathAndQuery;
        var person = new OutsideAgent.Visitor(host.Host.Url);
        await person.SignInAsync(link, "ada@shop.example");

        away.Tables = [AuthMdTables.Table, AuditTable.Table];
        HttpResponseMessage[] answers =
        [
            await agent.PostJsonAsync("/agent/identity", new { type = "refresh", refresh_token = "art_unknown" }), await agent.PostJsonAsync("/agent/identity", new { type = "service_auth", login_hint = "ada@shop.example" }),
            await agent.PostJsonAsync("/agent/identity/claim", new { type = "service_auth", claim_token = agent.ClaimToken, login_hint = "ada@shop.example" }),
            await agent.PostJsonAsync("/agent/identity/claim/complete", new { claim_token = agent.ClaimToken, user_code = "000000" }),
            await agent.TryExchangeAsync(), await agent.RevokeAsync(), await agent.SayAsync(Question), await agent.ReadAsync(new string('A', 43)), await person.GetAsync(link),
            await agent.SendAsync(HttpMethod.Get, "/api/operator/parked"), await agent.SendAsync(HttpMethod.Get, "/api/operator/me"), await host.Staff.GetAsync("/api/operator/registrations"),
        ];
        foreach (var answer in answers)
        {
            await ProblemAssert.IsAsync(answer, 503, "store-busy");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        away.Tables = [];
        await OutsideAgent.OkAsync(await agent.SayAsync(Question));
        Assert.Equal(200, (int)(await person.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_an_outage_and_no_expired_code()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            var settings = new Dictionary<string, string?> { ["Public__BaseUrl"] = Address };
            OutsideAgent agent;
            string link;
            await using (var host = await AgentHost.StartAsync(data, settings))
            {
                agent = new OutsideAgent(host.Client);
                await agent.RegisterAsync();
                link = await agent.BeginClaimAsync("ada@shop.example");
            }
            var away = new AwayTables { Tables = [SessionKeys.Table] };
            await using var again = await AgentHost.StartAsync(data, settings, configure: away.Register);
            var asked = await again.Client.PostAsJsonAsync("/agent/identity/claim", new { type = "service_auth", claim_token = agent.ClaimToken, login_hint = "ada@shop.example" });
            await ProblemAssert.IsAsync(asked, 503, "store-busy");
            away.Tables = [];
            Assert.Equal(6, (await new OutsideAgent.Visitor(again.Host.Url).AgreeAsync(link, "ada@shop.example")).Length);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static HttpRequestMessage For(string host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return request;
    }

    private static async Task<HttpResponseMessage> RegisterAsync(AgentHost host, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/agent/identity") { Content = JsonContent.Create(Anonymous) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await host.Client.SendAsync(request);
    }

    /// <summary>Tables that are there for everything but what the test names.</summary>
    private sealed class AwayTables : ITables
    {
        private ITables inner = null!;

        public string[] Tables { get; set; } = [];

        public void Register(IServiceCollection services) => services.Decorate<ITables>(tables =>
        {
            inner = tables;
            return this;
        });

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => There(table).GetAsync(table, partition, key, ct);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) => There(table).RangeAsync(table, partition, from, to, take, ct);

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) => There(table).CommitAsync(table, partition, writes, ct);

        private ITables There(string table) => Tables.Contains(table) ? throw new StoreBusyException("The test took it away.") : inner;
    }
}
