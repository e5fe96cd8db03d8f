using System.Text;
using System.Text.Json;

namespace AuthMd.Tests;

public sealed class DiscoveryTests
{
    private static readonly AuthMdOptions Closed = new()
    {
        Resource = "https://shop.example/api",
        ResourceName = "Retail Support",
        Contact = "agents@shop.example",
        Documentation = "https://shop.example/docs",
        Endpoints =
        [
            new("POST", "/api/agents/{agent}/messages", "Say something to an agent | and wait for the answer"),
            new("GET", "/auth.md", "This page", NeedsToken: false),
        ],
    };

    private static readonly AuthMdOptions Open = Closed with
    {
        Scopes = ["conversations.write", "conversations.read"],
        AuthorizationServers = ["https://shop.example"],
        RegistrationOpen = true,
    };

    private static JsonElement Metadata(AuthMdOptions options) => JsonDocument.Parse(ProtectedResourceMetadata.Render(options)).RootElement;

    [Fact]
    public void Metadata_of_a_closed_service_advertises_nothing_that_is_not_served() =>
        Assert.Equal(
            """{"resource":"https://shop.example/api","resource_name":"Retail Support","bearer_methods_supported":["header"],"resource_documentation":"https://shop.example/docs"}""",
            Encoding.UTF8.GetString(ProtectedResourceMetadata.Render(Closed)));

    [Fact]
    public void Metadata_of_an_open_service_names_servers_and_scopes()
    {
        var metadata = Metadata(Open);
        Assert.Equal("https://shop.example", metadata.GetProperty("authorization_servers")[0].GetString());
        Assert.Equal(["conversations.write", "conversations.read"], metadata.GetProperty("scopes_supported").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public void No_list_is_ever_empty()
    {
        var unset = Closed with { Scopes = default, AuthorizationServers = default, Endpoints = default };
        Assert.DoesNotContain("[]", Encoding.UTF8.GetString(ProtectedResourceMetadata.Render(unset)), StringComparison.Ordinal);
        Assert.DoesNotContain("## Endpoints", AuthMdDocument.Render(unset), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://shop.example", "https://shop.example/.well-known/oauth-protected-resource")]
    [InlineData("https://shop.example/", "https://shop.example/.well-known/oauth-protected-resource")]
    [InlineData("https://shop.example/api", "https://shop.example/.well-known/oauth-protected-resource/api")]
    [InlineData("https://shop.example/api/", "https://shop.example/.well-known/oauth-protected-resource/api")]
    [InlineData("https://shop.example:8443/a/b", "https://shop.example:8443/.well-known/oauth-protected-resource/a/b")]
    [InlineData("https://shop.example:443/a", "https://shop.example/.well-known/oauth-protected-resource/a")]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071/.well-known/oauth-protected-resource")]
    [InlineData("http://[::1]:7071/api", "http://[::1]:7071/.well-known/oauth-protected-resource/api")]
    [InlineData("https://bücher.example/api", "https://xn--bcher-kva.example/.well-known/oauth-protected-resource/api")]
    public void The_well_known_segment_stands_between_host_and_path(string resource, string expected) =>
        Assert.Equal(expected, ProtectedResourceMetadata.MetadataUrl(resource));

    [Theory]
    [InlineData("https://shop.example/", "https://shop.example")]
    [InlineData("https://shop.example/api/", "https://shop.example/api")]
    [InlineData("HTTPS://Shop.Example/API", "https://shop.example/API")]
    public void A_resource_has_one_spelling(string configured, string canonical) =>
        Assert.Equal(canonical, Metadata(Closed with { Resource = configured }).GetProperty("resource").GetString());

    [Theory]
    [InlineData("shop.example")]
    [InlineData("/api")]
    [InlineData("ftp://shop.example")]
    [InlineData("https://shop.example/api?x=1")]
    [InlineData("https://shop.example/api#part")]
    [InlineData("https://user@shop.example")]
    public void A_resource_that_is_no_plain_url_is_refused(string resource) =>
        Assert.Throws<ArgumentException>(() => Closed with { Resource = resource });

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("/api", true)]
    [InlineData("api/", true)]
    [InlineData("other", false)]
    [InlineData("api/more", false)]
    public void Metadata_is_served_at_the_root_and_at_the_path_of_the_resource(string? suffix, bool served) =>
        Assert.Equal(served, ProtectedResourceMetadata.IsServedAt(Closed, suffix));

    [Theory]
    [InlineData(false, "Bearer resource_metadata=\"https://shop.example/.well-known/oauth-protected-resource/api\"")]
    [InlineData(true, "Bearer resource_metadata=\"https://shop.example/.well-known/oauth-protected-resource/api\", error=\"invalid_token\"")]
    public void The_challenge_is_exact(bool tokenPresented, string expected) => Assert.Equal(expected, Challenge.For(Closed, tokenPresented));

    [Fact]
    public void Open_registration_without_a_server_is_refused()
    {
        var nowhere = Closed with { RegistrationOpen = true };
        Assert.Throws<ArgumentException>(() => ProtectedResourceMetadata.Render(nowhere));
        Assert.Throws<ArgumentException>(() => AuthMdDocument.Render(nowhere));
    }
}
