using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Access;

/// <summary>The same service spoken to in auth.md's other wire format: one setting.</summary>
public sealed class DialectATests
{
    [Fact]
    public async Task A_person_types_the_agents_code_and_the_agent_that_polled_asks_in_their_name()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(time: time, settings: new Dictionary<string, string?> { ["AuthMd__Dialect"] = "A" });
        var asked = await JsonAsync(host.Client.PostAsJsonAsync("/agent/identity", new { type = "service_auth", login_hint = "ada@shop.example" }));
        var (token, code) = (asked.GetProperty("claim_token").GetString()!, asked.GetProperty("claim").GetProperty("user_code").GetString()!);
        var link = new Uri(asked.GetProperty("claim").GetProperty("verification_uri").GetString()!);
        Assert.Equal("authorization_pending", (await JsonAsync(PollAsync(host, token), 400)).GetProperty("error").GetString());
        Assert.Equal("slow_down", (await JsonAsync(PollAsync(host, token), 400)).GetProperty("error").GetString());

        await TypeAsync(host, link, code, "ada@shop.example");
        time.Advance(TimeSpan.FromSeconds(10));
        var claimed = await JsonAsync(PollAsync(host, token));

        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", claimed.GetProperty("access_token").GetString());
        var answer = await JsonAsync(host.Client.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text = "returns" }));
        Assert.Equal("replied", answer.GetProperty("status").GetString());
        var log = await host.LogAsync(answer.GetProperty("conversationId").GetString()!);
        Assert.Equal("verified", log.Of("MessageReceived").Single().Text("assurance"));
    }

    private static Task<HttpResponseMessage> PollAsync(AgentHost host, string token) => host.Client.PostAsync("/oauth2/token",
        new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "urn:workos:agent-auth:grant-type:claim", ["claim_token"] = token }));

    /// <summary>In a browser of their own: signs in by the stand-in, and types what the agent read to them.</summary>
    private static async Task TypeAsync(AgentHost host, Uri link, string code, string email)
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = host.Host.Url };
        await browser.PostAsync($"/login?returnUrl={Uri.EscapeDataString(link.PathAndQuery)}", new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = email }));
        var page = await browser.GetStringAsync(link.PathAndQuery);
        Assert.DoesNotContain(code, page, StringComparison.Ordinal);
        var form = Regex.Matches(page, "name=\"(?<name>[a-z_]+)\" value=\"(?<value>[^\"]*)\"").DistinctBy(m => m.Groups["name"].Value).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        form["user_code"] = code;
        Assert.Equal(200, (int)(await browser.PostAsync("/agent/identity/claim/complete", new FormUrlEncodedContent(form))).StatusCode);
    }

    private static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> call, int status = 200)
    {
        var response = await call;
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
