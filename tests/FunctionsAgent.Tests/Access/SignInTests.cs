using System.Web;
using Azure.Core;
using FunctionsAgent.Access;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Access;

/// <summary>A person signs in with a browser, at an issuer of our own.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private EntraHost entra = null!;
    private Browser browser = null!;

    public async Task InitializeAsync()
    {
        entra = await EntraHost.StartAsync();
        browser = new Browser(entra.Host.Host.Url);
    }

    public async Task DisposeAsync() => await entra.DisposeAsync();

    [Fact]
    public async Task A_person_signs_in_and_is_known_with_the_role()
    {
        var done = await browser.SignInAsync("/login?returnUrl=/api/operator/parked%3Fx=1");
        var me = await (await browser.GetAsync("/api/operator/me")).JsonAsync();

        Assert.Equal((302, "/api/operator/parked?x=1"), ((int)done.StatusCode, done.Headers.Location!.ToString()));
        Assert.Equal(("user:person-1", "Ada", "Staff", "cookie"), (me.GetProperty("by").GetString(), me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("via").GetString()));
        Assert.Equal(200, (int)(await browser.GetAsync("/api/operator/handoffs")).StatusCode);
        Assert.Equal([Session.Cookie], browser.Cookies.Keys);
    }

    [Fact]
    public async Task The_request_has_PKCE_state_and_nonce_and_every_cookie_is_closed()
    {
        var away = await browser.GetAsync("/login");
        var asked = HttpUtility.ParseQueryString(away.Headers.Location!.Query);
        await browser.SignInAsync();

        Assert.Equal(("code", "S256", "openid profile"), (asked["response_type"], asked["code_challenge_method"], asked["scope"]));
        Assert.Equal(new Uri(entra.Host.Host.Url, "/login").ToString(), asked["redirect_uri"]);
        Assert.All((string[])["state", "nonce", "code_challenge"], name => Assert.True(asked[name]!.Length >= 32, name));
        Assert.Equal(43, entra.Issuer.LastTokenRequest!["code_verifier"].Length);
        Assert.Equal(TestIssuer.Secret, entra.Issuer.LastTokenRequest["client_secret"]);
        Assert.Contains(browser.Set, cookie => cookie.Contains("Correlation", StringComparison.Ordinal));
        Assert.Contains(browser.Set, cookie => cookie.Contains("Nonce", StringComparison.Ordinal));
        Assert.All(browser.Set, cookie => Assert.All((string[])["; secure", "; httponly", "; samesite=lax"], word => Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Behind_a_proxy_the_issuer_sends_the_browser_to_the_public_address()
    {
        // As in the Functions worker, which sees plain http and a host of its own.
        await using var proxied = await EntraHost.StartAsync(settings: new Dictionary<string, string?> { ["Public__BaseUrl"] = "https://agents.example" });
        var visitor = new Browser(proxied.Host.Host.Url);
        var answer = await visitor.ToIssuerAndBackAsync();

        Assert.StartsWith("https://agents.example/login?code=", answer, StringComparison.Ordinal);
        Assert.Equal("/api/operator/me", (await visitor.GetAsync(new Uri(answer).PathAndQuery)).Headers.Location!.ToString());
        Assert.Equal("https://agents.example/login", proxied.Issuer.LastTokenRequest!["redirect_uri"]);
        Assert.Equal(200, (int)(await visitor.GetAsync("/api/operator/parked")).StatusCode);
    }

    [Fact]
    public async Task A_role_that_is_missing_is_missing_with_a_cookie_too()
    {
        entra.Issuer.Person = new() { ["oid"] = "person-2", ["roles"] = new[] { "Reviewer" } };
        await browser.SignInAsync();
        Assert.Equal(200, (int)(await browser.GetAsync("/api/operator/parked")).StatusCode);
        await ProblemAssert.IsAsync(await browser.GetAsync("/api/operator/handoffs"), 403, "missing-role");
        await ProblemAssert.IsAsync(await browser.SendAsync(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages", await CsrfAsync(), body: """{"text":"hello"}"""), 403, "missing-role");
    }

    [Fact]
    public async Task An_order_by_cookie_needs_the_sessions_own_header()
    {
        await browser.SignInAsync();
        var other = new Browser(entra.Host.Host.Url);
        await other.SignInAsync();
        var (mine, theirs) = (await CsrfAsync(), (await (await other.GetAsync("/api/operator/me")).JsonAsync()).GetProperty("csrf").GetString()!);
        var rows = entra.Host.Rows();
        const string Order = """{"agent":"retail-support","channel":"webhook"}""";

        foreach (var csrf in (string?[])[null, "", "x", theirs, mine + "x"])
            await ProblemAssert.IsAsync(await browser.SendAsync(HttpMethod.Post, "/api/operator/pause", csrf, body: Order), 403, "csrf");
        await ProblemAssert.IsAsync(await browser.SendAsync(HttpMethod.Post, "/logout"), 403, "csrf");
        Assert.Equal(rows, entra.Host.Rows());

        Assert.Equal(200, (int)(await browser.SendAsync(HttpMethod.Post, "/api/operator/pause", mine, body: Order)).StatusCode);
        // A token is sent by a program on purpose, never by a browser of itself.
        Assert.Equal(200, (int)(await entra.PostAsync("/api/operator/pause", entra.Issuer.User("Staff"), Order)).StatusCode);
    }

    [Fact]
    public async Task A_bad_token_is_not_helped_by_a_good_cookie()
    {
        await browser.SignInAsync();
        await ProblemAssert.IsAsync(await browser.SendAsync(HttpMethod.Get, "/api/operator/parked", token: "x.y.z"), 401, "unauthorized");
        Assert.Equal(200, (int)(await browser.GetAsync("/api/operator/parked")).StatusCode);
    }

    [Fact]
    public async Task Whoever_signs_out_is_out()
    {
        await browser.SignInAsync();
        Assert.Equal(204, (int)(await browser.SendAsync(HttpMethod.Post, "/logout", await CsrfAsync())).StatusCode);
        Assert.Empty(browser.Cookies);
        await ProblemAssert.IsAsync(await browser.GetAsync("/api/operator/me"), 401, "unauthorized");
        await ProblemAssert.IsAsync(await browser.SendAsync(HttpMethod.Post, "/logout"), 401, "unauthorized");
    }

    [Fact]
    public async Task A_session_ends_after_an_hour()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var timed = await EntraHost.StartAsync(time);
        var visitor = new Browser(timed.Host.Host.Url);
        await visitor.SignInAsync();
        time.Advance(Session.Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(200, (int)(await visitor.GetAsync("/api/operator/parked")).StatusCode);
        time.Advance(TimeSpan.FromMinutes(2));
        await ProblemAssert.IsAsync(await visitor.GetAsync("/api/operator/parked"), 401, "unauthorized");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("/a/..//evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/%0d%0aset-cookie:x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("console")]
    [InlineData("/login")]
    [InlineData("/x/../login?returnUrl=/")]
    public async Task No_other_site_is_returned_to(string returnUrl)
    {
        var escaped = returnUrl.Contains('%', StringComparison.Ordinal) ? returnUrl : Uri.EscapeDataString(returnUrl);
        await ProblemAssert.IsAsync(await browser.GetAsync($"/login?returnUrl={escaped}"), 400, "return-url");
        Assert.Empty(browser.Set);
    }

    [Theory]
    [InlineData("", "/api/operator/me")]
    [InlineData("?returnUrl=", "/api/operator/me")]
    [InlineData("?returnUrl=/console", "/console")]
    [InlineData("?returnUrl=%2Fconsole%3Fa%3Dhttps%3A%2F%2Fx.example%2F", "/console?a=https://x.example/")]
    public async Task A_page_of_ours_is(string query, string page) =>
        Assert.Equal(page, (await browser.SignInAsync("/login" + query)).Headers.Location!.ToString());

    [Fact]
    public async Task An_answer_without_the_browsers_own_cookies_signs_nobody_in()
    {
        var answer = await browser.ToIssuerAndBackAsync();
        var victim = new Browser(entra.Host.Host.Url);
        await ProblemAssert.IsAsync(await victim.GetAsync(answer), 401, "sign-in-failed");
        Assert.DoesNotContain(Session.Cookie, victim.Cookies.Keys);
        Assert.Equal(302, (int)(await browser.GetAsync(answer)).StatusCode);
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        var answer = await browser.ToIssuerAndBackAsync();
        await browser.GetAsync(answer);
        browser.Cookies.Clear();
        await ProblemAssert.IsAsync(await browser.GetAsync(answer), 401, "sign-in-failed");
        Assert.Empty(browser.Cookies);
    }

    [Theory]
    [InlineData("state=x&code=y")]
    [InlineData("state=&code=y")]
    [InlineData("state=x&error=server_error")]
    public async Task An_invented_answer_signs_nobody_in(string query)
    {
        await ProblemAssert.IsAsync(await browser.GetAsync("/login?" + query), 401, "sign-in-failed");
        Assert.DoesNotContain(Session.Cookie, browser.Cookies.Keys);
    }

    public static TheoryData<string> Faults => [.. Faulty.Keys];

    private static readonly Dictionary<string, Action<Dictionary<string, object?>>> Faulty = new()
    {
        ["nonce of another sign-in"] = claims => claims["nonce"] = "another",
        ["no nonce"] = claims => claims.Remove("nonce"),
        ["audience"] = claims => claims["aud"] = "another",
        ["tenant"] = claims => claims["tid"] = Guid.NewGuid().ToString(),
        ["issuer"] = claims => claims["iss"] = "https://issuer.example",
        ["expired"] = claims => claims["exp"] = SigningKey.At(-600),
        ["no object id"] = claims => claims.Remove("oid"),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_ID_token_with_a_fault_signs_nobody_in_and_its_twin_does(string fault)
    {
        entra.Issuer.Tamper = Faulty[fault];
        await ProblemAssert.IsAsync(await browser.SignInAsync(), 401, "sign-in-failed");
        Assert.DoesNotContain(Session.Cookie, browser.Cookies.Keys);

        entra.Issuer.Tamper = null;
        Assert.Equal(302, (int)(await browser.SignInAsync()).StatusCode);
    }

    [Fact]
    public async Task Keys_that_change_while_somebody_signs_in_are_fetched()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var timed = await EntraHost.StartAsync(time);
        var visitor = new Browser(timed.Host.Host.Url);
        var answer = await visitor.ToIssuerAndBackAsync();
        timed.Issuer.Rotate();
        time.Advance(IssuerKeys.Floor);

        Assert.Equal(302, (int)(await visitor.GetAsync(answer)).StatusCode);
        Assert.Contains(Session.Cookie, visitor.Cookies.Keys);
    }

    [Fact]
    public async Task Whoever_cancels_hears_so()
    {
        entra.Issuer.Person = null;
        await ProblemAssert.IsAsync(await browser.SignInAsync(), 403, "sign-in-denied");
    }

    [Fact]
    public async Task An_issuer_that_dies_half_way_is_not_the_persons_fault()
    {
        var answer = await browser.ToIssuerAndBackAsync();
        entra.Issuer.Down = true;
        await ProblemAssert.IsAsync(await browser.GetAsync(answer), 503, "issuer-unreachable");
    }

    [Fact]
    public async Task Without_a_secret_the_apps_identity_vouches_for_it()
    {
        var identity = new FakeIdentity();
        await using var keyless = await EntraHost.StartAsync(secret: null, configure: services => services.AddSingleton<TokenCredential>(identity));
        var visitor = new Browser(keyless.Host.Host.Url);

        Assert.Equal(302, (int)(await visitor.SignInAsync()).StatusCode);
        Assert.Equal("token-of-the-app", keyless.Issuer.LastTokenRequest!["client_assertion"]);
        Assert.False(keyless.Issuer.LastTokenRequest.ContainsKey("client_secret"));
        Assert.Equal(["api://AzureADTokenExchange/.default"], identity.Scopes);
    }

    [Fact]
    public async Task A_session_and_a_sign_in_half_way_outlive_the_process()
    {
        var folder = Directory.CreateTempSubdirectory("functionsagent-");
        string session, csrf;
        await using (var first = await EntraHost.StartAsync(data: folder.FullName))
        {
            var visitor = new Browser(first.Host.Host.Url);
            await visitor.SignInAsync();
            (session, csrf) = (visitor.Cookies[Session.Cookie], (await (await visitor.GetAsync("/api/operator/me")).JsonAsync()).GetProperty("csrf").GetString()!);
        }
        await using (var second = await EntraHost.StartAsync(data: folder.FullName))
        {
            var visitor = new Browser(second.Host.Host.Url);
            visitor.Cookies[Session.Cookie] = session;
            Assert.Equal(csrf, (await (await visitor.GetAsync("/api/operator/me")).JsonAsync()).GetProperty("csrf").GetString());
            visitor.Cookies[Session.Cookie] = session[..^4] + "AAAA";
            await ProblemAssert.IsAsync(await visitor.GetAsync("/api/operator/me"), 401, "unauthorized");
        }
        folder.Delete(recursive: true);
    }

    private async Task<string> CsrfAsync() => (await (await browser.GetAsync("/api/operator/me")).JsonAsync()).GetProperty("csrf").GetString()!;
}
