using System.Collections.Immutable;
using System.Globalization;
using AuthMd.Audit;
using AuthMd.Registrations;
using AuthMd.Tokens;

namespace AuthMd.Claims;

/// <summary>
/// The claim grant of dialect A (specification §9.1, vocabulary of RFC 8628): the agent asks until its person has typed the code. The answer can be
/// fetched again for a minute, in case it was lost on the way, and never after that.
/// </summary>
public sealed class ClaimPolling(
    IAuthMdStore store, RegistrationStore registrations, IAccounts accounts, AccessTokens tokens, Assertions assertions,
    AuthMdLifetimes lifetimes, IAuditTrail audit, TimeProvider time)
{
    /// <summary><c>grant_type</c>.</summary>
    public const string Type = "urn:workos:agent-auth:grant-type:claim";

    private const string Kind = "poll";
    private static readonly TimeSpan Replay = TimeSpan.FromMinutes(1);

    /// <param name="resource">RFC 8707; null: the service's own.</param>
    /// <param name="scope">Names separated by spaces; null: all that a claimed registration has.</param>
    /// <exception cref="RefusalException">
    /// 400 <c>invalid_target</c>, <c>invalid_scope</c>, <c>slow_down</c>, <c>expired_token</c> (also for a token nobody knows), <c>access_denied</c>, <c>authorization_pending</c>: in this order.
    /// </exception>
    public async Task<Polled> PollAsync(Caller caller, string claimToken, string? resource, string? scope, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var target = AssertionGrant.Target(resource, caller.Options);
        var scopes = AssertionGrant.Scopes(scope, caller.Options.PostClaimScopes);
        var hash = Secrets.Hash(claimToken);
        await NeedPaceAsync(hash, ct);
        var found = await registrations.ByClaimTokenAsync(hash, ct) ?? throw Expired();
        var now = time.GetUtcNow();
        var after = await registrations.ChangeAsync(found.Id, registration => Deliver(registration, hash, now), ct) ?? throw Expired();
        var account = await accounts.FindAsync(after.User!, ct) ?? throw Expired();

        var assertion = await assertions.MintAsync(caller.Issuer, after, account, ct);
        var token = await tokens.IssueAsync(after, scopes, target, ct);
        await audit.RecordAllAsync(
            [AuditEvent.Of(AuditEvents.AssertionIssued, now, after, caller.From), AuditEvent.Of(AuditEvents.TokenIssued, now, after, caller.From) with { Scopes = scopes }], ct);
        return new(token, scopes, assertion);
    }

    private static Registration Deliver(Registration registration, string tokenHash, DateTimeOffset now)
    {
        if (registration.Claim is not { } claim || claim.TokenHash != tokenHash) throw Expired();
        switch (registration.Status(now))
        {
            case RegistrationStatus.Revoked or RegistrationStatus.Expired:
                throw Expired();
            case RegistrationStatus.Claimed:
                if (claim.Expires <= now || claim.Delivered + Replay <= now) throw Expired();
                return claim.Delivered is null ? Delivered(registration, claim with { Delivered = now }) : registration;
        }
        if (claim.Attempt is { Denied: true }) throw new RefusalException(400, "access_denied", "The person refused. Do not ask again unless they want you to.");
        if (claim.Attempt is { } attempt && (!attempt.Told || attempt.CodeExpires <= now || attempt.Wrong >= ClaimRules.WrongCodes)) throw Expired();
        throw new RefusalException(400, "authorization_pending", "The person has not typed the code yet. Ask again after the interval.");
    }

    /// <summary>Until now the assertion of an unclaimed agent was still good for little (<see cref="AssertionGrant"/>); with the new one it ends.</summary>
    private static Registration Delivered(Registration registration, Claim claim) =>
        registration with { Claim = claim, Generation = registration.Generation + (registration.Kind == RegistrationKind.Anonymous ? 1 : 0) };

    /// <summary>Before anything is looked up, so that a refusal says nothing about the token. A fifth of the interval is left to clocks and networks.</summary>
    private async Task NeedPaceAsync(string hash, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var entry = await store.ReadAsync(Kind, hash, ct);
        if (entry is not null && long.TryParse(entry.Json, CultureInfo.InvariantCulture, out var last) && now.UtcTicks - last < lifetimes.Poll.Ticks * 4 / 5) throw SlowDown();
        if (await store.WriteAsync(Kind, hash, entry?.ETag, now.UtcTicks.ToString(CultureInfo.InvariantCulture), now + lifetimes.Poll, ct) is null) throw SlowDown();
    }

    private static RefusalException SlowDown() => new(400, "slow_down", "Asked faster than the interval. Add five seconds to it and go on.");

    private static RefusalException Expired() => new(400, "expired_token",
        "The code or the claim has ended. Begin a new attempt at the claim endpoint; if that says the claim is over, register again.");
}

/// <summary>What a claimed agent is given.</summary>
/// <param name="Scopes">Of the token.</param>
/// <param name="Assertion">For the tokens after this one.</param>
public sealed record Polled(AccessToken Token, ImmutableArray<string> Scopes, Assertion Assertion);
