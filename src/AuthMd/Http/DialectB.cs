using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>The answers of dialect B (specification §4, §7, §9.2): nested, and never the code.</summary>
internal static class DialectB
{
    public static IResult Registered(Registered registered, AuthMdOptions options) => registered switch
    {
        { StepUp: true } => StepUp(registered, options),
        { Type: "refresh" } => Wire.Json(Head(registered, ("identity", Identity(registered)))),
        { Type: "identity_assertion" } => Wire.Json(Head(registered, ("identity", Identity(registered)), ("scopes", options.PostClaimScopes))),
        { Type: "anonymous" } => Wire.Json(Head(
            registered, ("identity", Identity(registered)), ("scopes", new { pre_claim = options.PreClaimScopes, post_claim = options.PostClaimScopes }), ("claim", Claim(registered, options)))),
        _ => Wire.Json(Head(registered, ("scopes", new { post_claim = options.PostClaimScopes }), ("claim", Claim(registered, options)))),
    };

    /// <summary>An attempt was begun (§7).</summary>
    public static IResult Started(Registration registration, AttemptHandle attempt) =>
        Wire.Json(new Dictionary<string, object?> { ["id"] = registration.Id, ["type"] = "service_auth", ["attempt"] = Attempt(attempt) });

    /// <summary>The claim is complete (§9.2).</summary>
    public static IResult Completed(Registered registered) =>
        Wire.Json(new Dictionary<string, object?> { ["id"] = registered.Registration.Id, ["status"] = "claimed", ["identity"] = Identity(registered) });

    private static IResult StepUp(Registered registered, AuthMdOptions options)
    {
        const string Why = "A person has to confirm this agent first. Have them open claim.attempt.verification_uri.";
        return Wire.Refuse(new(401, "interaction_required", Why)
        {
            Challenge = $"AgentAuth error=\"interaction_required\", error_description=\"{Why}\"",
            Details = Head(registered, ("scopes", new { post_claim = options.PostClaimScopes }), ("claim", Claim(registered, options))),
        });
    }

    private static Dictionary<string, object?> Head(Registered registered, params (string Name, object? Value)[] members)
    {
        var body = new Dictionary<string, object?> { ["id"] = registered.Registration.Id, ["type"] = registered.Type };
        foreach (var (name, value) in members) body[name] = value;
        return body;
    }

    private static Dictionary<string, object?> Identity(Registered registered)
    {
        var assertion = registered.Assertion ?? throw new InvalidOperationException($"'{registered.Type}' gave no assertion.");
        var identity = new Dictionary<string, object?> { ["assertion"] = assertion.Jwt, ["expires_at"] = Wire.Time(assertion.Expires) };
        if (registered.Refresh is { } refresh) identity["refresh_token"] = new { value = refresh.Token, expires_at = Wire.Time(refresh.Expires) };
        return identity;
    }

    private static Dictionary<string, object?> Claim(Registered registered, AuthMdOptions options)
    {
        var handle = registered.Claim ?? throw new InvalidOperationException($"'{registered.Type}' gave no claim.");
        var claim = new Dictionary<string, object?> { ["token"] = handle.Token, ["expires_at"] = Wire.Time(handle.Expires), ["url"] = options.Issuer + Routes.Claim };
        if (handle.Attempt is { } attempt) claim["attempt"] = Attempt(attempt);
        return claim;
    }

    private static object Attempt(AttemptHandle attempt) => new { verification_uri = attempt.VerificationUri, expires_at = Wire.Time(attempt.Expires) };
}
