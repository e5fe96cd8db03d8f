using System.Net;
using System.Text.Json.Nodes;

namespace AuthMd.Tests.Providers;

/// <summary>Client ID metadata documents (specification §5.2), for a provider whose clients are checked.</summary>
public sealed class ClientMetadataTests
{
    private const string Client = "https://agent.example/agent-auth.json";

    private static JsonObject Document(string keys = TestProvider.Strict + "/.well-known/jwks.json") => new()
    {
        ["client_id"] = Client, ["client_name"] = "Agent", ["token_endpoint_auth_method"] = "private_key_jwt", ["jwks_uri"] = keys,
    };

    private static async Task<(int, string)> OutcomeAsync(ProviderScene scene, string? client = Client) =>
        (await scene.RegisterAsync(scene.Provider.IdJag(claims => claims["client_id"] = client))).Outcome;

    [Fact]
    public async Task The_issuer_itself_is_a_client_and_nothing_is_fetched_for_it()
    {
        await using var scene = await ProviderScene.StartAsync(TestProvider.Strict);
        Assert.Equal((200, ""), await OutcomeAsync(scene, TestProvider.Strict + "/"));
        Assert.Single(scene.Network.Asked);
    }

    [Fact]
    public async Task A_document_that_names_the_keys_that_signed_is_good_and_kept()
    {
        await using var scene = await ProviderScene.StartAsync(TestProvider.Strict);
        scene.Network.Serve(Client, Document().ToJsonString(), "max-age=600");
        Assert.Equal((200, ""), await OutcomeAsync(scene));
        Assert.Equal((200, ""), await OutcomeAsync(scene));
        Assert.Single(scene.Network.Asked, url => url == Client);
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal((200, ""), await OutcomeAsync(scene));
        Assert.Equal(2, scene.Network.Asked.Count(url => url == Client));
    }

    [Theory]
    [InlineData("other keys")]
    [InlineData("no keys")]
    [InlineData("other client")]
    [InlineData("a secret")]
    [InlineData("a secret method")]
    [InlineData("not json")]
    [InlineData("a list")]
    [InlineData("too long")]
    [InlineData("404")]
    [InlineData("302")]
    public async Task A_document_that_does_not_vouch_for_the_keys_is_no_client(string what)
    {
        await using var scene = await ProviderScene.StartAsync(TestProvider.Strict);
        var document = what == "other keys" ? Document("https://evil.example/jwks.json") : Document();
        if (what == "no keys") document.Remove("jwks_uri");
        if (what == "other client") document["client_id"] = Client + "/";
        if (what == "a secret") document["client_secret"] = "s";
        if (what == "a secret method") document["token_endpoint_auth_method"] = "client_secret_basic";
        if (what == "too long") document["client_name"] = new string('n', 5 * 1024);
        scene.Network.Serve(Client, what switch { "not json" => "<html>", "a list" => "[]", _ => document.ToJsonString() }, status: what switch { "404" => HttpStatusCode.NotFound, "302" => HttpStatusCode.Found, _ => HttpStatusCode.OK });
        Assert.Equal((400, "invalid_client_id"), await OutcomeAsync(scene));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using var scene = await ProviderScene.StartAsync(TestProvider.Strict);
        Assert.Equal((400, "invalid_client_id"), await OutcomeAsync(scene));
        scene.Network.Serve(Client, Document().ToJsonString());
        Assert.Equal((200, ""), await OutcomeAsync(scene));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("my-client")]
    [InlineData("http://agent.example/agent-auth.json")]
    [InlineData("https://agent.example")]
    [InlineData("https://agent.example/")]
    [InlineData("https://agent.example/a#b")]
    [InlineData("https://user@agent.example/a")]
    [InlineData("https://agent.example/a/../b")]
    [InlineData("https://agent.example/./b")]
    [InlineData("https://agent.example/%2e%2e/b")]
    [InlineData("file:///etc/passwd")]
    public async Task What_is_no_address_of_a_document_is_never_fetched(string? client)
    {
        await using var scene = await ProviderScene.StartAsync(TestProvider.Strict);
        Assert.Equal((400, "invalid_client_id"), await OutcomeAsync(scene, client));
        Assert.Equal([scene.Provider.JwksUri], scene.Network.Asked);
    }
}
