using System.Net;
using AuthMd.Client;

namespace AuthMd.Tests.Client;

/// <summary>The metadata of services that are not what they should be is refused before anything is told to them.</summary>
public sealed class ServiceDiscoveryTests
{
    private const string Host = ScriptedPeer.Host;

    [Fact]
    public async Task A_401_leads_to_the_resource_and_its_server()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        var service = await peer.Agent().DiscoverAsync();
        Assert.Equal((Host + "/api", "Peer", Host, AuthMdDialect.B), (service.Resource, service.ResourceName, service.Issuer, service.Dialect));
        Assert.Equal([ScriptedPeer.Api[Host.Length..], ScriptedPeer.Metadata, ScriptedPeer.Server], peer.Asked.Select(one => one.Path));
    }

    [Theory]
    [InlineData("Basic realm=\"x\", Bearer error=\"invalid_token\", resource_metadata=\"https://peer.example/.well-known/oauth-protected-resource/api\"")]
    [InlineData("bearer resource_metadata=\"https://peer.example/.well-known/oauth-protected-resource\\/api\", error=\"x\"")]
    public async Task Challenges_of_every_form_are_read(string challenge)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        using var other = new ScriptedPeer().Challenges(challenge);
        foreach (var path in new[] { ScriptedPeer.Metadata, ScriptedPeer.Server }) other.Says(path, 200, await TextAsync(peer, path));
        Assert.Equal(Host, (await other.Agent().DiscoverAsync()).Issuer);
        Assert.DoesNotContain("/.well-known/oauth-protected-resource", other.Asked.Select(one => one.Path));
    }

    [Fact]
    public async Task Without_a_challenge_the_well_known_places_are_tried_the_path_first()
    {
        using var full = ScriptedPeer.Speaking(AuthMdDialect.A);
        using var peer = new ScriptedPeer().Says("/.well-known/oauth-protected-resource", 200, await TextAsync(full, ScriptedPeer.Metadata)).Says(ScriptedPeer.Server, 200, await TextAsync(full, ScriptedPeer.Server));
        var service = await peer.Agent(api: Host + "/api/messages").DiscoverAsync();
        Assert.Equal(AuthMdDialect.A, service.Dialect);
        Assert.Equal(["/api/messages", "/.well-known/oauth-protected-resource/api/messages", "/.well-known/oauth-protected-resource", ScriptedPeer.Server], peer.Asked.Select(one => one.Path));
    }

    [Fact]
    public async Task Metadata_is_kept_for_five_minutes()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        using var agent = peer.Agent();
        await agent.DiscoverAsync();
        peer.Clock.Advance(TimeSpan.FromMinutes(4.9));
        await agent.DiscoverAsync();
        Assert.Equal(3, peer.Asked.Count);
        peer.Clock.Advance(TimeSpan.FromMinutes(0.2));
        await agent.DiscoverAsync();
        Assert.Equal(6, peer.Asked.Count);
    }

    [Theory]
    [InlineData("resource", "https://peer.example/other", "invalid_metadata")]
    [InlineData("resource", "https://peer.example/ap", "invalid_metadata")]
    [InlineData("resource", "https://else.example/api", "invalid_metadata")]
    [InlineData("resource", "http://peer.example/api", "insecure_url")]
    [InlineData("resource", "/api", "insecure_url")]
    [InlineData("resource", "https://peer.example/api?x=1", "invalid_metadata")]
    [InlineData("resource", "https://peer.example/api/deeper", "invalid_metadata")]
    [InlineData("authorization_servers", "http://peer.example", "insecure_url")]
    [InlineData("authorization_servers", "https://user@peer.example", "insecure_url")]
    [InlineData("issuer", "https://else.example", "invalid_metadata")]
    [InlineData("issuer", "https://peer.example//", "invalid_metadata")]
    [InlineData("token_endpoint", "http://peer.example/oauth2/token", "insecure_url")]
    [InlineData("revocation_endpoint", "ftp://peer.example/", "insecure_url")]
    [InlineData("identity_endpoint", "http://169.254.169.254/agent/identity", "insecure_url")]
    [InlineData("claim_endpoint", "no url", "invalid_metadata")]
    public async Task Metadata_that_names_something_else_or_something_insecure_is_refused(string member, string value, string code)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        foreach (var path in new[] { ScriptedPeer.Metadata, ScriptedPeer.Server })
        {
            var json = System.Text.Json.Nodes.JsonNode.Parse(await TextAsync(peer, path))!.AsObject();
            var at = member is "identity_endpoint" or "claim_endpoint" ? json["agent_auth"]?.AsObject() : json;
            if (at?.ContainsKey(member) is true) at[member] = member == "authorization_servers" ? new System.Text.Json.Nodes.JsonArray(value) : value;
            peer.SaysInstead(path, 200, json.ToJsonString());
        }
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync(code, () => agent.RegisterAsync());
        Assert.Empty(peer.SentTo("/agent/identity"));
    }

    [Theory]
    [InlineData("https://else.example/.well-known/oauth-protected-resource/api", "invalid_metadata")]
    [InlineData("http://peer.example/.well-known/oauth-protected-resource/api", "insecure_url")]
    [InlineData("https://peer.example/mine", "invalid_metadata")]
    [InlineData("https://peer.example/.well-known/oauth-protected-resource/api?x", "invalid_metadata")]
    public async Task A_challenge_that_points_elsewhere_is_refused(string place, string code)
    {
        using var full = ScriptedPeer.Speaking(AuthMdDialect.B);
        var metadata = await TextAsync(full, ScriptedPeer.Metadata);
        using var peer = new ScriptedPeer().Challenges($"Bearer resource_metadata=\"{place}\"").Says("/mine", 200, metadata).Says(ScriptedPeer.Metadata + "?x", 200, metadata);
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync(code, () => agent.DiscoverAsync());
    }

    [Fact]
    public async Task Trailing_slashes_make_no_difference()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        peer.SaysInstead(ScriptedPeer.Metadata, 200, (await TextAsync(peer, ScriptedPeer.Metadata)).Replace($"[\"{Host}\"]", $"[\"{Host}/\"]", StringComparison.Ordinal));
        Assert.Equal(Host, (await peer.Agent().DiscoverAsync()).Issuer);
    }

    [Theory]
    [InlineData("""{"issuer":"https://peer.example","token_endpoint":"https://peer.example/t"}""")]
    [InlineData("""{"issuer":"https://peer.example","token_endpoint":"https://peer.example/t","agent_auth":{"register_uri":"https://peer.example/agent/auth"}}""")]
    public async Task Who_speaks_no_dialect_of_ours_is_left_alone(string server)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).SaysInstead(ScriptedPeer.Server, 200, server);
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync("unsupported_dialect", () => agent.RegisterAsync());
    }

    [Fact]
    public async Task An_api_that_publishes_nothing_says_where_to_look()
    {
        using var peer = new ScriptedPeer();
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync("invalid_metadata", () => agent.DiscoverAsync());
    }

    [Theory]
    [InlineData("http://peer.example/api")]
    [InlineData("https://user:pw@peer.example/api")]
    [InlineData("ftp://peer.example/api")]
    public void An_api_outside_this_machine_needs_https(string api)
    {
        using var peer = new ScriptedPeer();
        Assert.Equal("insecure_url", Assert.Throws<AuthMdClientException>(() => peer.Agent(api: api)).Code);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7071/api")]
    [InlineData("http://localhost/api")]
    [InlineData("http://[::1]/api")]
    public void This_machine_may_be_asked_in_the_open(string api)
    {
        using var peer = new ScriptedPeer();
        using var agent = peer.Agent(api: api);
        Assert.NotNull(agent);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"resource\":5}")]
    [InlineData("{\"resource\":\"\\ud800\"}")]
    [InlineData("{\"resource\":\"https://peer.example/api\",\"authorization_servers\":{}}")]
    public async Task Metadata_that_is_none_is_refused(string body)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).SaysInstead(ScriptedPeer.Metadata, 200, body);
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync("invalid_metadata", () => agent.DiscoverAsync());
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).SaysInstead(ScriptedPeer.Metadata, 200, new string(' ', 64 * 1024 + 1));
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync("answer_too_long", () => agent.DiscoverAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task Redirects_are_not_followed(int status)
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B).SaysInstead(ScriptedPeer.Server, status, "{}", ("Location", "https://else.example/"));
        using var agent = peer.Agent();
        await ClientScene.RefusedAsync("redirected", () => agent.DiscoverAsync());
        Assert.Equal(ScriptedPeer.Server, peer.Asked[^1].Path);
    }

    [Fact]
    public async Task A_redirect_that_somebodys_handler_followed_is_noticed()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        var metadata = await TextAsync(peer, ScriptedPeer.Metadata);
        using var moved = new ScriptedPeer().Challenges($"Bearer resource_metadata=\"{Host}{ScriptedPeer.Metadata}\"")
            .Answers(ScriptedPeer.Metadata, () => new(HttpStatusCode.OK) { Content = new StringContent(metadata), RequestMessage = new(HttpMethod.Get, "https://else.example/metadata") });
        using var agent = moved.Agent();
        await ClientScene.RefusedAsync("redirected", () => agent.DiscoverAsync());
    }

    [Fact]
    public async Task A_service_that_stumbles_is_asked_again_with_growing_pauses_and_given_up()
    {
        using var peer = ScriptedPeer.Speaking(AuthMdDialect.B);
        var metadata = await TextAsync(peer, ScriptedPeer.Metadata);
        peer.SaysInstead(ScriptedPeer.Metadata, 503, "{}").Answers(ScriptedPeer.Metadata, () => throw new HttpRequestException("reset")).Says(ScriptedPeer.Metadata, 200, metadata);
        Assert.Equal(Host, (await peer.Agent().DiscoverAsync()).Issuer);
        Assert.Equal([1, 2], peer.Patience.Pauses);

        peer.SaysInstead(ScriptedPeer.Metadata, 500, """{"code":"internal_error","message":"sorry"}""");
        using var agent = peer.Agent();
        var refused = await ClientScene.RefusedAsync("internal_error", () => agent.DiscoverAsync());
        Assert.Equal((500, 4), (refused.Status, peer.Patience.Pauses.Count));
    }

    private static async Task<string> TextAsync(ScriptedPeer peer, string path)
    {
        using var invoker = new HttpMessageInvoker(peer, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, Host + path);
        var text = await (await invoker.SendAsync(request, CancellationToken.None)).Content.ReadAsStringAsync();
        peer.Asked.Clear();
        return text;
    }
}
