using System.Text.RegularExpressions;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;

namespace AuthMd.Tests.DialectA;

/// <summary>What a service of dialect A says of itself: metadata, and a document whose examples work as they are printed.</summary>
public sealed partial class DiscoveryTests
{
    private const string Hint = "person@example.com";

    [Theory]
    [InlineData(AuthMdDialect.A, new[] { AssertionGrant.Type, ClaimPolling.Type })]
    [InlineData(AuthMdDialect.B, new[] { AssertionGrant.Type })]
    public async Task The_grant_types_tell_the_dialect(AuthMdDialect dialect, string[] types)
    {
        await using var service = await Ceremony.StartAsync(dialect);
        var metadata = (await service.GetAsync(Routes.AuthorizationServer)).Body;
        Assert.Equal(types, metadata.GetProperty("grant_types_supported").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal("http://shop.example/agent/identity/claim", metadata.GetProperty("agent_auth").GetProperty("claim_endpoint").GetString());
    }

    [Fact]
    public async Task The_document_leads_an_agent_through_a_claim_by_its_own_examples()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var ann = service.Accounts.Add(Hint);
        var document = (await service.GetAsync(AuthMdDocument.Path)).Text;
        var anonymous = await RunAsync(service, document, "\"type\":\"anonymous\"");
        var begun = await RunAsync(service, document, "\"email\":", ("CLAIM_TOKEN", anonymous.At("claim_token")));
        Assert.Equal("authorization_pending", (await RunAsync(service, document, ClaimPolling.Type, ("CLAIM_TOKEN", anonymous.At("claim_token")))).Code);
        await new Ceremony(service).AgreeAsync(begun, ann);
        service.Clock.Advance(service.Lifetimes.Poll);
        var polled = await RunAsync(service, document, ClaimPolling.Type, ("CLAIM_TOKEN", anonymous.At("claim_token")));
        var exchanged = await RunAsync(service, document, AssertionGrant.Type, ("ASSERTION", polled.At("identity_assertion")));
        Assert.Equal(200, (await service.CallAsync(exchanged.At("access_token"))).Status);
        Assert.Equal(200, (await RunAsync(service, document, "token=TOKEN", ("TOKEN", exchanged.At("access_token")))).Status);
        Assert.Equal(401, (await service.CallAsync(exchanged.At("access_token"))).Status);
        Assert.Matches("^[0-9]{6}$", (await RunAsync(service, document, "\"login_hint\":")).At("claim.user_code"));
    }

    [Fact]
    public void The_document_names_every_member_it_is_answered_with_and_nothing_of_the_other_dialect()
    {
        var options = Service.Usual with { Dialect = AuthMdDialect.A, AllowIdentityAssertion = true };
        var (a, b) = (AuthMdDocument.Render(options), AuthMdDocument.Render(options with { Dialect = AuthMdDialect.B }));
        string[] ofA = ["registration_id", "identity_assertion", "claim_token_expires", "claim_attempt", "interval", "authorization_pending", "slow_down", "expired_token", "access_denied", "claimed_or_in_flight", "rate_limited"];
        string[] ofB = ["identity.refresh_token", "\"refresh\"", "claim.attempt", "claim_not_confirmed", "already_claimed", "rate_limit_exceeded", Routes.Complete, "refresh token takes"];
        Assert.All(ofA, word => Assert.Contains(word, a, StringComparison.Ordinal));
        Assert.All(ofB, word => Assert.DoesNotContain(word, a, StringComparison.Ordinal));
        Assert.All(ofB, word => Assert.Contains(word, b, StringComparison.Ordinal));
        foreach (var document in new[] { a, b })
        {
            Assert.DoesNotContain("\n\n\n", document, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", document, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_url_in_the_document_is_advertised_or_answers()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var metadata = (await service.GetAsync(Routes.AuthorizationServer)).Text;
        foreach (var url in Url().Matches((await service.GetAsync(AuthMdDocument.Path)).Text).Select(match => match.Value).Distinct())
            Assert.True(metadata.Contains($"\"{url}\"", StringComparison.Ordinal) || (await service.GetAsync(url)).Status == 200, url);
    }

    /// <summary>The one example with these words, as a shell would send it.</summary>
    private static async Task<Answer> RunAsync(Service service, string document, string words, params (string Place, string Value)[] values)
    {
        var example = Example().Matches(document).Select(match => match.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal)).Single(text => text.Contains(words, StringComparison.Ordinal));
        foreach (var (place, value) in values) example = example.Replace(place, value, StringComparison.Ordinal);
        var url = example.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        var json = Json().Match(example);
        if (json.Success) return await service.TextAsync(url, json.Groups[1].Value);
        return await service.TextAsync(url, string.Join('&', Field().Matches(example).Select(match => match.Groups[1].Value)), "application/x-www-form-urlencoded");
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"-d '(\{.*?\})'")]
    private static partial Regex Json();

    [GeneratedRegex(@"-d ([^\s']\S*)")]
    private static partial Regex Field();

    [GeneratedRegex(@"http://shop\.example[^\s'"">`)]*")]
    private static partial Regex Url();
}
