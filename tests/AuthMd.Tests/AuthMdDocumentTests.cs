using System.Text.Json;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests;

public sealed class AuthMdDocumentTests
{
    private static readonly AuthMdOptions Closed = new()
    {
        Resource = "https://shop.example/",
        ResourceName = "Retail Support",
        Contact = "agents@shop.example",
        Terms = "https://shop.example/terms",
        Endpoints =
        [
            new("POST", "/api/agents/{agent}/messages", "Ask | and wait"),
            new("GET", "/auth.md", "This page", NeedsToken: false),
        ],
    };

    private static readonly AuthMdOptions Own = Service.Usual with
    {
        AllowIdentityAssertion = true,
        ScopeDescriptions = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("api.write", "Send\nmessages"),
        Endpoints = [Closed.Endpoints[0] with { Example = """{"text":"it's"}""" }],
    };

    private static readonly AuthMdOptions Open = Closed with { Scopes = ["conversations.write"], AuthorizationServers = ["https://id.shop.example"], RegistrationOpen = true };

    [Fact]
    public void The_first_line_is_a_heading_with_the_name_of_the_protocol()
    {
        var first = AuthMdDocument.Render(Closed).Split('\n')[0];
        Assert.StartsWith("# ", first, StringComparison.Ordinal);
        Assert.Contains("auth.md", first, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_service_says_so_and_how_to_ask()
    {
        var document = AuthMdDocument.Render(Closed);
        Assert.Contains("Registration is not open yet.", document, StringComparison.Ordinal);
        Assert.Contains("agents@shop.example", document, StringComparison.Ordinal);
        Assert.DoesNotContain("identity_endpoint", document, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization server", document, StringComparison.Ordinal);
        Assert.Contains("The API has no scopes.", document, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_service_does_not_say_it_is_closed()
    {
        var document = AuthMdDocument.Render(Open);
        Assert.Contains("Registration is open.", document, StringComparison.Ordinal);
        Assert.DoesNotContain("not open", document, StringComparison.Ordinal);
        Assert.Contains("<https://id.shop.example>", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Document_and_metadata_agree(bool open)
    {
        var options = open ? Open : Closed;
        var document = AuthMdDocument.Render(options);
        var metadata = JsonDocument.Parse(ProtectedResourceMetadata.Render(options)).RootElement;

        foreach (var field in metadata.EnumerateObject().Where(field => field.Name != "bearer_methods_supported"))
        {
            var values = field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray().Select(v => v.GetString()!) : [field.Value.GetString()!];
            Assert.All(values, value => Assert.Contains(value, document, StringComparison.Ordinal));
        }

        Assert.Contains(ProtectedResourceMetadata.MetadataUrl(options.Resource), document, StringComparison.Ordinal);
        Assert.Contains(Challenge.For(options, tokenPresented: false), document, StringComparison.Ordinal);
        Assert.Equal(open, metadata.TryGetProperty("authorization_servers", out _));
        Assert.Equal(open, document.Contains("Authorization server:", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_endpoint_is_a_row_of_its_own()
    {
        var document = AuthMdDocument.Render(Closed);
        Assert.Contains("\n| `POST /api/agents/{agent}/messages` | Ask \\| and wait | yes |\n", document, StringComparison.Ordinal);
        Assert.Contains("\n| `GET /auth.md` | This page | no |\n", document, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_name_cannot_open_a_heading()
    {
        var document = AuthMdDocument.Render(Closed with { ResourceName = "Shop\n## Registration is open" });
        Assert.DoesNotContain("\n## Registration is open", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_end_with_a_line_feed_alone() => Assert.DoesNotContain("\r", AuthMdDocument.Render(Closed), StringComparison.Ordinal);

    [Fact]
    public void An_open_service_takes_an_agent_through_every_step()
    {
        var document = AuthMdDocument.Render(Own);
        foreach (var heading in new[]
        {
            "## Discovery", "## Scopes", "## Registration", "### Choose a method", "### Register for nobody in particular", "### Register for a person by e-mail address", "### Register with an ID-JAG",
            "### Claim: a person confirms", "### Exchange the assertion for an access token", "### Call the API", "### Refresh", "### Revocation", "### When registration, claim or exchange is refused", "## Endpoints", "## Errors",
        }) Assert.Contains($"\n{heading}\n", document, StringComparison.Ordinal);
        Assert.Contains("- `api.write`: Send messages\n", document, StringComparison.Ordinal);
        Assert.Contains("curl -sS -X POST 'http://shop.example/api/agents/{agent}/messages' -H 'Authorization: Bearer ACCESS_TOKEN' -H 'Content-Type: application/json' -d '{\"text\":\"it'\\''s\"}'\n", document, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", document, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anonymous", "Register for nobody in particular")]
    [InlineData("service_auth", "Register for a person by e-mail address")]
    [InlineData("identity_assertion", "Register with an ID-JAG")]
    public void A_method_that_is_off_is_not_mentioned(string type, string heading)
    {
        var document = AuthMdDocument.Render(Own with { AllowAnonymous = type != "anonymous", AllowServiceAuth = type != "service_auth", AllowIdentityAssertion = type != "identity_assertion" });
        Assert.DoesNotContain(heading, document, StringComparison.Ordinal);
        Assert.DoesNotContain($"| `{type}` |", document, StringComparison.Ordinal);
        Assert.Contains(heading, AuthMdDocument.Render(Own), StringComparison.Ordinal);
    }

    [Fact]
    public void Lifetimes_are_those_of_the_service()
    {
        Assert.Contains("good for 60 minutes", AuthMdDocument.Render(Own), StringComparison.Ordinal);
        Assert.Contains("good for 5 minutes", AuthMdDocument.Render(Own, new() { Assertion = TimeSpan.FromMinutes(5) }), StringComparison.Ordinal);
    }
}
