using AuthMd.Audit;
using AuthMd.Registrations;
using AuthMd.Tokens;

namespace AuthMd.Claims;

/// <summary>The end of a claim in dialect B (specification §9.2): the agent brings the code, and gets its identity and a refresh token, once.</summary>
public sealed class ClaimCompletion(
    RegistrationStore registrations, ClaimBinding binding, IAccounts accounts, Assertions assertions, ISeal seal,
    AuthMdLifetimes lifetimes, IAuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusalException">
    /// 401 <c>invalid_claim_token</c>, 409 <c>already_claimed</c>, 410 <c>claim_expired</c>, 403 <c>claim_denied</c> or <c>auth_method_disabled</c>,
    /// 409 <c>claim_not_confirmed</c>, 410 <c>user_code_expired</c>, 401 <c>invalid_user_code</c>: in this order.
    /// </exception>
    public async Task<Registered> CompleteAsync(Caller caller, string claimToken, string code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var tokenHash = Secrets.Hash(claimToken);
        var found = await registrations.ByClaimTokenAsync(tokenHash, ct) ?? throw ClaimRules.InvalidClaimToken();
        var account = found.Claim?.Attempt?.ConfirmedBy is { } person ? await accounts.FindAsync(person, ct) : null;
        var now = time.GetUtcNow();
        var refresh = RefreshMint.New(now, lifetimes);
        RefusalException? refusal = null;
        var after = await registrations.ChangeAsync(found.Id, registration =>
        {
            (registration, refusal) = ClaimRules.Complete(registration, tokenHash, code, account, refresh, caller.Options, seal, now);
            return registration;
        }, ct) ?? throw ClaimRules.InvalidClaimToken();
        if (refusal is not null) throw refusal;
        await binding.BoundAsync(after, caller.From, ct);
        var assertion = await assertions.MintAsync(caller.Issuer, after, account, ct);
        await audit.RecordAsync(AuditEvent.Of(AuditEvents.AssertionIssued, now, after, caller.From), ct);
        return new("service_auth", after, assertion, Refresh: refresh);
    }
}
