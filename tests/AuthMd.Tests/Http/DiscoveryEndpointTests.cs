using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;

namespace AuthMd.Tests.Http;

public sealed partial class DiscoveryEndpointTests
{
    [Fact]
    public async Task An_agent_that_knows_the_api_alone_finds_everything()
    {
        await using var service = await Service.StartAsync();
        var challenge = (await service.CallAsync(null)).Header("WWW-Authenticate")!;
        var resource = await service.GetAsync(challenge.Split('"')[1]);
        Assert.Equal("http://shop.example/api", resource.At("resource"));
        var issuer = resource.Body.GetProperty("authorization_servers")[0].GetString();
        var server = await service.GetAsync(issuer + Routes.AuthorizationServer);
        Assert.Equal(issuer, server.At("issuer"));

        var registered = await service.JsonAsync(server.At("agent_auth.identity_endpoint"), new { type = "anonymous" });
        var exchanged = await service.FormAsync(server.At("token_endpoint"), ("grant_type", AssertionGrant.Type), ("assertion", registered.At("identity.assertion")), ("resource", resource.At("resource")));
        Assert.Equal(200, (await service.CallAsync(exchanged.At("access_token"))).Status);
        Assert.Equal(200, (await service.FormAsync(server.At("revocation_endpoint"), ("token", exchanged.At("access_token")))).Status);
        Assert.Equal(200, (await service.GetAsync(server.At("jwks_uri"))).Status);
        Assert.Equal("text/markdown; charset=utf-8", (await service.GetAsync(server.At("agent_auth.skill"))).Header("Content-Type"));
    }

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.well-known/oauth-protected-resource/api")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks.json")]
    public async Task Metadata_is_json_that_may_be_kept_for_five_minutes(string route)
    {
        await using var service = await Service.StartAsync();
        var answer = await service.GetAsync(route);
        Assert.Equal((200, "application/json", "public, max-age=300"), (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource/other")]
    [InlineData("/.well-known/oauth-authorization-server/other")]
    public async Task Nothing_is_published_for_what_is_not_ours(string route)
    {
        await using var service = await Service.StartAsync();
        Assert.Equal(404, (await service.GetAsync(route)).Status);
    }

    [Theory]
    [InlineData(Routes.Identity, """{"type":"anonymous"}""", "application/json")]
    [InlineData(Routes.Claim, """{"type":"service_auth","claim_token":"clm_x","login_hint":"ada@example.com"}""", "application/json")]
    [InlineData(Routes.Complete, """{"claim_token":"clm_x","user_code":"012345"}""", "application/json")]
    [InlineData(Routes.Token, "grant_type=" + AssertionGrant.Type + "&assertion=a.b.c", "application/x-www-form-urlencoded")]
    [InlineData(Routes.Revoke, "token=at_x", "application/x-www-form-urlencoded")]
    public async Task Where_another_server_issues_the_tokens_nothing_answers(string route, string body, string contentType)
    {
        await using var service = await Service.StartAsync(usual => usual with { Issuer = null, AuthorizationServers = ["https://id.example"] });
        Assert.Equal(404, (await service.TextAsync(route, body, contentType)).Status);
        Assert.Equal(404, (await service.GetAsync(Routes.AuthorizationServer)).Status);
        Assert.Equal(200, (await service.GetAsync(AuthMdDocument.Path)).Status);
    }

    [Fact]
    public async Task Server_metadata_is_as_RFC_8414_and_the_protocol_want_it()
    {
        await using var service = await Service.StartAsync(usual => usual with { Documentation = "https://shop.example/docs", Terms = "https://shop.example/terms" });
        Assert.Equal(
            """
            {"issuer":"http://shop.example","token_endpoint":"http://shop.example/oauth2/token","revocation_endpoint":"http://shop.example/oauth2/revoke",
            "jwks_uri":"http://shop.example/.well-known/jwks.json","grant_types_supported":["urn:ietf:params:oauth:grant-type:jwt-bearer"],
            "token_endpoint_auth_methods_supported":["none"],"revocation_endpoint_auth_methods_supported":["none"],"response_types_supported":[],
            "resource":"http://shop.example/api","authorization_servers":["http://shop.example"],"bearer_methods_supported":["header"],"scopes_supported":["api.read","api.write"],
            "service_documentation":"https://shop.example/docs","op_tos_uri":"https://shop.example/terms",
            "agent_auth":{"skill":"http://shop.example/auth.md","identity_endpoint":"http://shop.example/agent/identity","claim_endpoint":"http://shop.example/agent/identity/claim",
            "identity_types_supported":["anonymous","service_auth"],"register_uri":"http://shop.example/agent/identity","claim_uri":"http://shop.example/agent/identity/claim",
            "revocation_uri":"http://shop.example/oauth2/revoke","anonymous":{"credential_types_supported":["access_token"]}}}
            """.ReplaceLineEndings(""),
            (await service.GetAsync(Routes.AuthorizationServer)).Text);
    }

    [Fact]
    public async Task Providers_and_their_events_are_advertised_where_they_are_accepted()
    {
        await using var service = await Service.StartAsync(usual => usual with { AllowIdentityAssertion = true, AllowAnonymous = false });
        var agents = (await service.GetAsync(Routes.AuthorizationServer)).Body.GetProperty("agent_auth");
        Assert.Equal("""["service_auth","identity_assertion"]""", agents.GetProperty("identity_types_supported").GetRawText());
        Assert.Equal("""{"assertion_types_supported":["urn:ietf:params:oauth:token-type:id-jag"],"credential_types_supported":["access_token"]}""", agents.GetProperty("identity_assertion").GetRawText());
        Assert.Equal("http://shop.example/agent/event/notify", agents.GetProperty("events_endpoint").GetString());
        Assert.Equal("""["https://schemas.workos.com/events/agent/auth/identity/assertion/revoked"]""", agents.GetProperty("events_supported").GetRawText());
        Assert.False(agents.TryGetProperty("anonymous", out _));
    }

    [Fact]
    public void The_metadata_of_an_issuer_with_a_path_lies_between_host_and_path()
    {
        var options = Service.Usual with { Issuer = "https://id.example/tenant/", AuthorizationServers = ["https://id.example/tenant"] };
        Assert.Equal("https://id.example/.well-known/oauth-authorization-server/tenant", AuthorizationServerMetadata.MetadataUrl(options.Issuer));
        Assert.True(AuthorizationServerMetadata.IsServedAt(options, "/tenant"));
        Assert.False(AuthorizationServerMetadata.IsServedAt(options, null));
        Assert.Equal("https://id.example/tenant/oauth2/token", JsonElement.Parse(AuthorizationServerMetadata.Render(options)).GetProperty("token_endpoint").GetString());
    }

    [Fact]
    public void What_would_mislead_is_refused()
    {
        Assert.Throws<ArgumentException>(() => AuthorizationServerMetadata.Render(Service.Usual with { Issuer = null }));
        Assert.Throws<ArgumentException>(() => AuthorizationServerMetadata.Render(Service.Usual with { AuthorizationServers = ["http://shop.example/"] }));
        Assert.Throws<ArgumentException>(() => AuthorizationServerMetadata.Render(Service.Usual with { AllowAnonymous = false, AllowServiceAuth = false }));
        Assert.Throws<ArgumentException>(() => AuthorizationServerMetadata.Render(Service.Usual with { PreClaimScopes = ["other"] }));
        Assert.Throws<ArgumentException>(() => AuthorizationServerMetadata.Render(Service.Usual with { Dialect = (AuthMdDialect)7 }));
        Assert.Throws<ArgumentException>(() => AuthorizationServerMetadata.Render(Service.Usual with { Scopes = ["api.read", "api.write", "two words"] }));
    }

    [Fact]
    public async Task Every_url_in_the_document_is_advertised_or_answers()
    {
        await using var service = await Service.StartAsync();
        var document = (await service.GetAsync(AuthMdDocument.Path)).Text;
        var metadata = (await service.GetAsync(Routes.AuthorizationServer)).Text;
        var urls = Url().Matches(document).Select(match => match.Value).Distinct().ToList();
        Assert.Contains(Service.Issuer + Routes.Token, urls);
        foreach (var url in urls)
            Assert.True(metadata.Contains($"\"{url}\"", StringComparison.Ordinal) || url.EndsWith(Routes.Complete, StringComparison.Ordinal) || (await service.GetAsync(url)).Status == 200, url);
    }

    [Fact]
    public async Task The_first_example_of_the_document_registers()
    {
        await using var service = await Service.StartAsync();
        var example = Example().Match((await service.GetAsync(AuthMdDocument.Path)).Text);
        var answer = await service.TextAsync(example.Groups["url"].Value, example.Groups["body"].Value, example.Groups["type"].Value);
        Assert.Equal((HttpStatusCode.OK, "anonymous"), (answer.Response.StatusCode, answer.At("type")));
    }

    [GeneratedRegex(@"http://shop\.example[^\s'"">`)]*")]
    private static partial Regex Url();

    [GeneratedRegex(@"curl -sS (?<url>\S+) -H 'Content-Type: (?<type>[^']+)' -d '(?<body>\{""type"":""anonymous""\})'")]
    private static partial Regex Example();
}
