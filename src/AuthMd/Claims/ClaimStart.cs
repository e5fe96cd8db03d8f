using AuthMd.Audit;
using AuthMd.Limits;
using AuthMd.Registrations;

namespace AuthMd.Claims;

/// <summary>Begins an attempt, or the next one (specification §7): for registrations of every kind.</summary>
public sealed class ClaimStart(RegistrationStore registrations, ISeal seal, AuthMdLifetimes lifetimes, RateLimits limits, IAuditTrail audit, TimeProvider time)
{
    /// <param name="loginHint">As the agent sent it.</param>
    /// <exception cref="RefusalException">
    /// 401 <c>invalid_claim_token</c>, 410 <c>claim_expired</c> or <c>claim_revoked</c>, 409 <c>already_claimed</c>, 403 <c>auth_method_disabled</c>,
    /// 400 <c>invalid_login_hint</c>, 429 <c>rate_limit_exceeded</c> or <c>too_many_attempts</c>: in this order.
    /// </exception>
    public async Task<(Registration Registration, AttemptHandle Attempt)> BeginAsync(Caller caller, string claimToken, string loginHint, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var tokenHash = Secrets.Hash(claimToken);
        var found = await registrations.ByClaimTokenAsync(tokenHash, ct) ?? throw ClaimRules.InvalidClaimToken();
        var claim = ClaimRules.NeedStartable(found, caller.Options, time.GetUtcNow());
        var hint = ClaimRules.HintFor(found, LoginHint.Parse(loginHint));
        await limits.SpendAsync("claim", tokenHash, caller.Options.Limits.AttemptsPerClaim, ct);
        await limits.SpendAsync("login_hint", hint.ToLowerInvariant(), caller.Options.Limits.PerLoginHint, ct);

        var now = time.GetUtcNow();
        var (attempt, handle) = ClaimMint.Attempt(now, claim.Expires, caller.Options, lifetimes, seal, hint);
        var begun = await registrations.ChangeAsync(found.Id, registration => registration.Claim?.TokenHash == tokenHash
            ? ClaimRules.Start(registration, attempt, caller.Options, now) : throw ClaimRules.InvalidClaimToken(), ct) ?? throw ClaimRules.InvalidClaimToken();
        await audit.RecordAllAsync(
            [AuditEvent.Of(AuditEvents.ClaimRequested, now, begun, caller.From) with { LoginHint = hint }, AuditEvent.Of(AuditEvents.CodeMinted, now, begun, caller.From)], ct);
        return (begun, handle);
    }
}
