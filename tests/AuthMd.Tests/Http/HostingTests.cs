using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Providers;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthMd.Tests.Http;

/// <summary>An ASP.NET Core app that says <c>AddAuthMd</c> and <c>MapAuthMd</c> and brings the interfaces.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task Two_lines_make_a_service_that_agents_register_at()
    {
        await using var app = await StartAsync();
        using var agent = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var registered = await Json(await agent.PostAsJsonAsync(Routes.Identity, new { type = "anonymous" }));
        using var form = new FormUrlEncodedContent([new("grant_type", AssertionGrant.Type), new("assertion", registered.GetProperty("identity").GetProperty("assertion").GetString())]);
        var token = await Json(await agent.PostAsync(new Uri(Routes.Token, UriKind.Relative), form));
        var grant = await app.Services.GetRequiredService<AccessTokens>().ReadAsync(token.GetProperty("access_token").GetString()!, CancellationToken.None);
        Assert.Equal(registered.GetProperty("id").GetString(), grant!.Registration);
        var named = await Json(await agent.PostAsJsonAsync(Routes.Identity, new { type = "service_auth", login_hint = "ada@example.com" }));
        Assert.StartsWith("clm_", named.GetProperty("claim").GetProperty("token").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/auth.md", 200)]
    [InlineData("GET", "/.well-known/oauth-protected-resource/api", 200)]
    [InlineData("GET", "/.well-known/oauth-authorization-server", 200)]
    [InlineData("GET", "/.well-known/oauth-authorization-server/other", 404)]
    [InlineData("GET", "/.well-known/jwks.json", 200)]
    [InlineData("GET", "/claim?claim_attempt_token=cvt_x", 404)]
    [InlineData("POST", "/agent/identity", 400)]
    [InlineData("POST", "/agent/identity/claim", 400)]
    [InlineData("POST", "/agent/identity/claim/complete", 400)]
    [InlineData("POST", "/claim/confirm", 400)]
    [InlineData("POST", "/claim/deny", 400)]
    [InlineData("POST", "/oauth2/token", 400)]
    [InlineData("POST", "/oauth2/revoke", 400)]
    [InlineData("POST", "/agent/event/notify", 400)]
    public async Task Every_endpoint_is_mapped(string method, string route, int status)
    {
        await using var app = await StartAsync();
        using var agent = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.Single()) };
        agent.DefaultRequestHeaders.Add(HeaderSignIn.Header, "user-1");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(route, UriKind.Relative));
        if (method == "POST") request.Content = new StringContent("{", Encoding.UTF8, "application/json");
        Assert.Equal(status, (int)(await agent.SendAsync(request)).StatusCode);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var accounts = new MemoryAccounts();
        accounts.Add("ada@example.com");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging().AddAuthMd();
        builder.Services.AddSingleton<IAuthMdStore, MemoryStore>().AddSingleton<ISeal, PlainSeal>().AddSingleton<IAccounts>(accounts)
            .AddSingleton<ISignIn>(new HeaderSignIn { Accounts = accounts }).AddSingleton<IAuditTrail, NoAuditTrail>().AddSingleton<IRevocations, Unheard>();
        var app = builder.Build();
        app.UseRouting();
        app.MapAuthMd(_ => Service.Usual);
        await app.StartAsync();
        return app;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private sealed class Unheard : IRevocations
    {
        public Task RevokedAsync(string registrationId, CancellationToken ct) => Task.CompletedTask;
    }
}
