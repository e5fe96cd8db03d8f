using AuthMd.Claims;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>The answers of dialect A (specification §4, §7, §9.1, §17): flat, with the code that the agent shows its person, and older names of refusals.</summary>
internal static class DialectA
{
    public static IResult Registered(Registered registered, AuthMdOptions options) => registered switch
    {
        { StepUp: true } => StepUp(registered, options),
        { Type: "identity_assertion" } => Wire.Json(Head(registered).With(Identity(registered)).With([new("scopes", options.PostClaimScopes)])),
        { Type: "anonymous" } => Wire.Json(Head(registered).With(Identity(registered)).With([new("pre_claim_scopes", options.PreClaimScopes)]).With(Claim(registered, options))),
        _ => Wire.Json(Head(registered).With(Claim(registered, options))),
    };

    /// <summary>An attempt was begun (§7).</summary>
    public static IResult Started(Registration registration, AttemptHandle attempt) => Wire.Json(new Dictionary<string, object?>
    {
        ["registration_id"] = registration.Id, ["claim_attempt_id"] = attempt.Id, ["status"] = "initiated", ["expires_at"] = Wire.Time(attempt.Expires), ["claim_attempt"] = Attempt(attempt),
    });

    /// <summary>The claim is complete and the agent fetched it (§9.1).</summary>
    public static IResult Delivered(Polled polled, AuthMdLifetimes lifetimes) => Wire.Json(new
    {
        access_token = polled.Token.Token, token_type = "Bearer", expires_in = (long)lifetimes.AccessToken.TotalSeconds, scope = string.Join(' ', polled.Scopes),
        identity_assertion = polled.Assertion.Jwt, assertion_expires = Wire.Time(polled.Assertion.Expires),
    });

    /// <summary>A refusal under the name it has in this dialect, which has fewer of them (§17, §18).</summary>
    public static RefusalException Renamed(RefusalException refusal) => refusal.Code switch
    {
        "anonymous_registration_disabled" => As(refusal, "anonymous_not_enabled"),
        "service_auth_registration_disabled" or "auth_method_disabled" => As(refusal, "service_auth_not_enabled"),
        "identity_assertion_registration_disabled" => As(refusal, "issuer_not_enabled"),
        "already_claimed" => As(refusal, "claimed_or_in_flight"),
        "claim_revoked" => As(refusal, "claim_expired"),
        // No attempt is left and none comes back: to an agent of this dialect the claim is over.
        "too_many_attempts" => As(refusal, "claim_expired", StatusCodes.Status410Gone),
        "rate_limit_exceeded" => As(refusal, "rate_limited"),
        _ => refusal,
    };

    private static RefusalException As(RefusalException refusal, string code, int? status = null) => new(status ?? refusal.Status, code, refusal.Message)
    {
        RetryAfter = refusal.RetryAfter, Challenge = refusal.Challenge, Registration = refusal.Registration, Details = refusal.Details,
    };

    private static IResult StepUp(Registered registered, AuthMdOptions options)
    {
        const string Why = "A person has to confirm this agent first. Have them open claim.verification_uri and type claim.user_code there.";
        return Wire.Refuse(new(401, "interaction_required", Why)
        {
            Challenge = $"AgentAuth error=\"interaction_required\", error_description=\"{Why}\"",
            Details = Head(registered).With(Claim(registered, options)),
        });
    }

    private static Dictionary<string, object?> Head(Registered registered) => new() { ["registration_id"] = registered.Registration.Id, ["registration_type"] = registered.Type };

    private static IEnumerable<KeyValuePair<string, object?>> Identity(Registered registered)
    {
        var assertion = registered.Assertion ?? throw new InvalidOperationException($"'{registered.Type}' gave no assertion.");
        return [new("identity_assertion", assertion.Jwt), new("assertion_expires", Wire.Time(assertion.Expires))];
    }

    private static IEnumerable<KeyValuePair<string, object?>> Claim(Registered registered, AuthMdOptions options)
    {
        var handle = registered.Claim ?? throw new InvalidOperationException($"'{registered.Type}' gave no claim.");
        yield return new("claim_url", options.Issuer + Routes.Claim);
        yield return new("claim_token", handle.Token);
        yield return new("claim_token_expires", Wire.Time(handle.Expires));
        yield return new("post_claim_scopes", options.PostClaimScopes);
        if (handle.Attempt is { } attempt) yield return new("claim", Attempt(attempt));
    }

    private static object Attempt(AttemptHandle attempt) => new
    {
        user_code = attempt.Code, expires_in = (long)attempt.Lives.TotalSeconds, verification_uri = attempt.VerificationUri, interval = (long)attempt.Interval.TotalSeconds,
    };

    private static Dictionary<string, object?> With(this Dictionary<string, object?> body, IEnumerable<KeyValuePair<string, object?>> members)
    {
        foreach (var (name, value) in members) body[name] = value;
        return body;
    }
}
