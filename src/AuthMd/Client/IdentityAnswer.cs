using System.Text.Json;

namespace AuthMd.Client;

/// <summary>What registration, refresh and completion answer, in either dialect: their names do not collide (specification §22), so both are looked for.</summary>
internal sealed record IdentityAnswer(string? Id, HeldSecret? Assertion, HeldSecret? Refresh, ClaimAnswer? Claim)
{
    // Of a time the service did not tell.
    private static readonly TimeSpan ShortAssertion = TimeSpan.FromMinutes(5), ShortRefresh = TimeSpan.FromDays(1);

    public static IdentityAnswer Read(JsonElement body, DateTimeOffset now) => new(
        body.Text("id") ?? body.Text("registration_id"),
        Secret(body.Text("identity", "assertion") ?? body.Text("identity_assertion"), body.Time("identity", "expires_at") ?? body.Time("assertion_expires") ?? now + ShortAssertion),
        Secret(body.Text("identity", "refresh_token", "value"), body.Time("identity", "refresh_token", "expires_at") ?? now + ShortRefresh),
        ClaimAnswer.Read(body, now));

    public HeldSecret NeedAssertion() => Assertion ?? throw AuthMdClientException.InvalidAnswer("The answer has no identity assertion.");

    private static HeldSecret? Secret(string? value, DateTimeOffset expires) => value is null ? null : new(value, expires);
}

/// <param name="Url">Where attempts are begun, for services whose metadata does not say so.</param>
internal sealed record ClaimAnswer(string Token, DateTimeOffset Expires, Uri? Url, AttemptAnswer? Attempt)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    public static ClaimAnswer? Read(JsonElement body, DateTimeOffset now) => (body.Text("claim", "token") ?? body.Text("claim_token")) is not { } token ? null : new(
        token, body.Time("claim", "expires_at") ?? body.Time("claim_token_expires") ?? now + Window, PeerUrl.Read(body.Text("claim", "url") ?? body.Text("claim_url"), "claim.url"),
        AttemptAnswer.Read(body.Member("claim", "attempt") ?? body.Member("claim"), now));
}

/// <param name="UserCode">In dialect A: the person types it at the service. In B the agent is never told.</param>
/// <param name="Interval">Between two polls.</param>
internal sealed record AttemptAnswer(Uri VerificationUri, string? UserCode, DateTimeOffset Expires, TimeSpan Interval)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10), Usual = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromMinutes(1);

    /// <summary>Of the answer of the claim endpoint.</summary>
    public static AttemptAnswer Need(JsonElement body, DateTimeOffset now) =>
        Read(body.Member("attempt") ?? body.Member("claim_attempt"), now) ?? throw AuthMdClientException.InvalidAnswer("The answer has no verification_uri for the person.");

    public static AttemptAnswer? Read(JsonElement? at, DateTimeOffset now)
    {
        if (at is not { } attempt || PeerUrl.Read(attempt.Text("verification_uri"), "verification_uri") is not { } uri) return null;
        var expires = attempt.Text("user_code") is null ? attempt.Time("expires_at") : null;
        var interval = attempt.Seconds("interval") is { } told && told >= TimeSpan.FromSeconds(1) ? told : Usual;
        return new(uri, attempt.Text("user_code"), expires ?? now + (attempt.Seconds("expires_in") ?? Window), interval < Longest ? interval : Longest);
    }
}
