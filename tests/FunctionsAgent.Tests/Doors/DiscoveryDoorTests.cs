using System.Text.RegularExpressions;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

public sealed partial class DiscoveryDoorTests
{
    private const string Metadata = "/.well-known/oauth-protected-resource";
    private const string Challenge = $"Bearer resource_metadata=\"{TwilioCall.BaseUrl}{Metadata}/api\"";
    private const string Messages = $"/api/agents/{AgentHost.Agent}/messages";

    [Fact]
    public async Task Document_metadata_and_challenge_name_the_same_resource()
    {
        await using var host = await Wire.StartAsync();
        var document = await host.Client.GetAsync("/auth.md");
        var text = await document.Content.ReadAsStringAsync();
        var root = await host.Client.GetAsync(Metadata);
        var metadata = await root.JsonAsync();

        Assert.Equal("text/markdown; charset=utf-8", document.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=300", root.Headers.CacheControl!.ToString());
        Assert.Equal(TwilioCall.BaseUrl + "/api", metadata.GetProperty("resource").GetString());
        Assert.Equal(await root.Content.ReadAsStringAsync(), await (await host.Client.GetAsync(Metadata + "/api")).Content.ReadAsStringAsync());
        Assert.Contains($"The API is `{TwilioCall.BaseUrl}/api`.", text, StringComparison.Ordinal);
        Assert.Contains($"<{TwilioCall.BaseUrl}{Metadata}/api>", text, StringComparison.Ordinal);
        Assert.Contains($"`WWW-Authenticate: {Challenge}`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Registration is not open yet.", text, StringComparison.Ordinal);
        Assert.Equal(TwilioCall.BaseUrl, metadata.GetProperty("authorization_servers")[0].GetString());
        var server = await (await host.Client.GetAsync("/.well-known/oauth-authorization-server")).JsonAsync();
        Assert.Equal(TwilioCall.BaseUrl, server.GetProperty("issuer").GetString());
        Assert.Equal(metadata.GetProperty("scopes_supported").ToString(), server.GetProperty("scopes_supported").ToString());
    }

    [Theory]
    [InlineData("/api/other")]
    [InlineData("/channels")]
    [InlineData("/API")]
    public async Task There_is_no_metadata_of_other_resources(string suffix)
    {
        await using var host = await Wire.StartAsync();
        var answer = await host.Client.GetAsync(Metadata + suffix);
        Assert.Equal((404, "not_found"), ((int)answer.StatusCode, (await answer.JsonAsync()).GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Every_request_the_document_lists_exists_and_wants_a_token()
    {
        await using var host = await Wire.StartAsync();
        var listed = Request().Matches(await host.Client.GetStringAsync("/auth.md"));

        Assert.Equal(4, listed.Count);
        foreach (var request in listed.Select(m => m.Groups))
        {
            using var asked = new HttpRequestMessage(new HttpMethod(request["method"].Value), request["path"].Value.Replace("{id}", new string('A', 43), StringComparison.Ordinal));
            var response = await host.Client.SendAsync(asked);
            await response.ProblemAsync(401, "unauthorized");
            Assert.Equal(request["path"].Value == "/mcp" ? Challenge.Replace("/api", "/mcp", StringComparison.Ordinal) : Challenge, response.Headers.GetValues("WWW-Authenticate").Single());
        }
    }

    [Fact]
    public async Task A_wrong_token_is_told_apart_from_none()
    {
        await using var host = await Wire.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Messages).With("wrong");
        var response = await host.Client.SendAsync(request);

        await response.ProblemAsync(401, "unauthorized");
        Assert.Equal(Challenge + ", error=\"invalid_token\"", response.Headers.GetValues("WWW-Authenticate").Single());
    }

    [Fact]
    public async Task An_unknown_agent_is_not_told_apart_without_a_token()
    {
        await using var host = await Wire.StartAsync();
        await (await host.Client.PostAsync("/api/agents/nobody/messages", null)).ProblemAsync(401, "unauthorized");
        await (await host.Staff.PostAsync("/api/agents/nobody/messages", null)).ProblemAsync(404, "unknown-agent");
    }

    [GeneratedRegex(@"\| `(?<method>[A-Z]+) (?<path>/\S+)` \|.*\| yes \|")]
    private static partial Regex Request();
}
