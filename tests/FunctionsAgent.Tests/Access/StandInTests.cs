using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Access;

/// <summary>The sign-in for development believes everybody: it is on this machine alone, says so, and gives no role.</summary>
public sealed class StandInTests(RunningHost running) : IClassFixture<RunningHost>
{
    private const string Login = "/login?returnUrl=%2Fapi%2Foperator%2Fme";

    [Fact]
    public async Task It_says_what_it_is_and_makes_nobody_staff()
    {
        var person = new OutsideAgent.Visitor(running.Host.Host.Url);
        Assert.Contains("nobody checks who you are", await (await person.GetAsync(Login)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(302, (int)(await person.PostAsync(Login, new() { ["email"] = "ada@shop.example" })).StatusCode);
        await ProblemAssert.IsAsync(await person.GetAsync("/api/operator/parked"), 401, "unauthorized");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "198.51.100.1")]
    [InlineData("X-Forwarded-Host", "agents.example")]
    [InlineData("Forwarded", "for=198.51.100.1")]
    [InlineData("Via", "1.1 tunnel")]
    public async Task What_came_through_a_tunnel_finds_none(string header, string value)
    {
        var person = new OutsideAgent.Visitor(running.Host.Host.Url);
        await ProblemAssert.IsAsync(await person.GetAsync(Login, request => request.Headers.Add(header, value)), 503, "identity-not-configured");
        await ProblemAssert.IsAsync(await person.PostAsync(Login, new() { ["email"] = "ada@shop.example" }, request => request.Headers.Add(header, value)), 503, "identity-not-configured");
    }

    [Fact]
    public async Task Under_the_tunnels_own_name_there_is_none()
    {
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Public__BaseUrl"] = "https://agents.example" });
        await ProblemAssert.IsAsync(await new OutsideAgent.Visitor(host.Host.Url).GetAsync(Login, request => request.Headers.Host = "agents.example"), 503, "identity-not-configured");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("<script>@x.example")]
    public async Task What_is_no_address_is_asked_for_again(string email)
    {
        var page = await new OutsideAgent.Visitor(running.Host.Host.Url).PostAsync(Login, new() { ["email"] = email });
        Assert.Equal(400, (int)page.StatusCode);
        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_is_nobody_and_who_is_another_is_refused_the_claim()
    {
        var agent = await OutsideAgent.RegisteredAsync(running.Host);
        var link = new Uri(await agent.BeginClaimAsync("ada@shop.example")).PathAndQuery;
        var person = new OutsideAgent.Visitor(running.Host.Host.Url);
        await person.SignInAsync(link, "eve@shop.example");
        Assert.Equal(403, (int)(await person.GetAsync(link)).StatusCode);

        Assert.Equal(204, (int)(await person.PostAsync("/logout", [])).StatusCode);
        Assert.Equal(302, (int)(await person.GetAsync(link)).StatusCode);
        await person.SignInAsync(link, "ada@shop.example");
        Assert.Equal(200, (int)(await person.GetAsync(link)).StatusCode);
    }
}
