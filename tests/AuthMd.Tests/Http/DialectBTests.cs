using System.Text.Json;
using AuthMd.Http;
using AuthMd.Registrations;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;

namespace AuthMd.Tests.Http;

/// <summary>The shapes of specification §4, whatever method fills them.</summary>
public sealed class DialectBTests
{
    private static readonly DateTimeOffset End = new(2026, 9, 1, 13, 0, 0, 7, TimeSpan.FromHours(2));
    private static readonly AttemptHandle Attempt = new("cla_1", "http://shop.example/claim?claim_attempt_token=cvt_1", End, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5), "012345");
    private static readonly Registration Registration = new() { Id = "reg_1", Kind = RegistrationKind.IdJag, Created = End };

    [Fact]
    public Task Service_auth_has_a_claim_with_its_attempt_and_no_assertion() => RenderedAsync(
        new("service_auth", Registration, Claim: new("clm_1", End, Attempt)), 200,
        """
        {"id":"reg_1","type":"service_auth","scopes":{"post_claim":["api.read","api.write"]},"claim":{"token":"clm_1","expires_at":"2026-09-01T11:00:00.007Z",
        "url":"http://shop.example/agent/identity/claim","attempt":{"verification_uri":"http://shop.example/claim?claim_attempt_token=cvt_1","expires_at":"2026-09-01T11:00:00.007Z"}}}
        """);

    [Fact]
    public Task A_clean_identity_assertion_has_scopes_as_a_list_and_no_claim() => RenderedAsync(
        new("identity_assertion", Registration, new Assertion("jwt", End)), 200,
        """{"id":"reg_1","type":"identity_assertion","identity":{"assertion":"jwt","expires_at":"2026-09-01T11:00:00.007Z"},"scopes":["api.read","api.write"]}""");

    [Fact]
    public Task A_refresh_has_the_next_refresh_token() => RenderedAsync(
        new("refresh", Registration, new Assertion("jwt", End), Refresh: new("art_1", End)), 200,
        """
        {"id":"reg_1","type":"refresh","identity":{"assertion":"jwt","expires_at":"2026-09-01T11:00:00.007Z","refresh_token":{"value":"art_1","expires_at":"2026-09-01T11:00:00.007Z"}}}
        """);

    [Fact]
    public async Task A_step_up_is_401_with_a_challenge_and_the_claim()
    {
        var answer = await AnsweredAsync(new("identity_assertion", Registration, Claim: new("clm_1", End, Attempt), StepUp: true));
        Assert.Equal((401, "interaction_required"), (answer.Status, answer.Code));
        Assert.Equal($"AgentAuth error=\"interaction_required\", error_description=\"{answer.At("error_description")}\"", answer.Header("WWW-Authenticate"));
        Assert.Equal(("reg_1", "identity_assertion", "clm_1", Attempt.VerificationUri), (answer.At("id"), answer.At("type"), answer.At("claim.token"), answer.At("claim.attempt.verification_uri")));
        Assert.Equal("""{"post_claim":["api.read","api.write"]}""", answer.Body.GetProperty("scopes").GetRawText());
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.DoesNotContain("012345", answer.Text, StringComparison.Ordinal);
    }

    private static async Task RenderedAsync(Registered registered, int status, string body)
    {
        var answer = await AnsweredAsync(registered);
        Assert.Equal(status, answer.Status);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(body), answer.Body), answer.Text);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    private static async Task<Answer> AnsweredAsync(Registered registered)
    {
        await using var service = await Service.StartAsync(usual => usual with { AllowIdentityAssertion = true }, methods: [new Fixed(registered)]);
        return await service.JsonAsync(Routes.Identity, new { type = registered.Type });
    }

    private sealed class Fixed(Registered registered) : IIdentityMethod
    {
        public string Type => registered.Type;

        public Task<Registered> RegisterAsync(JsonElement body, Caller caller, CancellationToken ct) => Task.FromResult(registered);
    }
}
