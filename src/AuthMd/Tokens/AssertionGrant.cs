using System.Collections.Immutable;
using AuthMd.Audit;
using AuthMd.Registrations;

namespace AuthMd.Tokens;

/// <summary>
/// The jwt-bearer grant (RFC 7523, specification §10): an assertion of this service becomes an access token. Assertions of
/// providers never do; they have the same type, so the issuer decides.
/// </summary>
public sealed class AssertionGrant(Assertions assertions, RegistrationStore registrations, IAccounts accounts, AccessTokens tokens, IAuditTrail audit, TimeProvider time)
{
    public const string Type = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <param name="resource">RFC 8707; null: the service's own.</param>
    /// <param name="scope">Names separated by spaces; null: all the registration has.</param>
    /// <exception cref="RefusalException"><c>invalid_grant</c>, <c>invalid_target</c>, <c>invalid_scope</c>.</exception>
    public async Task<(AccessToken Token, ImmutableArray<string> Scopes)> ExchangeAsync(string assertion, string? resource, string? scope, Caller caller, CancellationToken ct)
    {
        var (id, generation) = await assertions.ReadAsync(caller.Issuer, assertion, ct);
        var registration = await registrations.FindAsync(id, ct) ?? throw RefusalException.InvalidGrant("The registration is gone. Register again.");
        await NeedGoodAsync(registration, generation, caller.Options, ct);
        var isClaimed = registration.Claimed is not null && registration.Generation == generation;
        var target = Target(resource, caller.Options);
        var scopes = Scopes(scope, isClaimed ? caller.Options.PostClaimScopes : caller.Options.PreClaimScopes);
        // Both at once: the agent is told of the token when both are kept.
        var token = tokens.IssueAsync(isClaimed ? registration : registration with { User = null }, scopes, target, ct);
        await Task.WhenAll(token, audit.RecordAsync(AuditEvent.Of(AuditEvents.TokenIssued, time.GetUtcNow(), registration, caller.From) with { Scopes = scopes }, ct));
        return (await token, scopes);
    }

    private async Task NeedGoodAsync(Registration registration, int generation, AuthMdOptions options, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        switch (registration.Status(now))
        {
            case RegistrationStatus.Revoked:
                throw RefusalException.InvalidGrant("The registration was revoked.");
            case RegistrationStatus.Expired:
                await audit.RecordAsync(AuditEvent.Of(AuditEvents.RegistrationExpired, now, registration), ct);
                throw RefusalException.InvalidGrant("Nobody claimed the registration in time. Register again.");
            case not RegistrationStatus.Claimed when registration.Kind != RegistrationKind.Anonymous:
                throw RefusalException.InvalidGrant("A person has to confirm the registration first.");
        }
        if (registration.Generation != generation && !IsUndelivered(registration, generation, options, now)) throw RefusalException.InvalidGrant("The assertion was superseded by a claim or a revocation. Use the newer one, or refresh.");
        if (registration.User is { } user && await accounts.FindAsync(user, ct) is null) throw RefusalException.InvalidGrant("The account the registration acts for is gone.");
    }

    /// <summary>
    /// Dialect A: the person has typed the code and the agent has not fetched what that brings (specification §24.6). The assertion from before stays
    /// good for what it was good for, and for nobody in particular, as the agent cannot know yet.
    /// </summary>
    private static bool IsUndelivered(Registration registration, int generation, AuthMdOptions options, DateTimeOffset now) =>
        options.Dialect == AuthMdDialect.A && registration is { Kind: RegistrationKind.Anonymous, Claimed: not null, Claim: { Delivered: null } claim }
        && claim.Expires > now && generation == registration.Generation - 1;

    internal static string Target(string? resource, AuthMdOptions options)
    {
        if (resource is null) return options.Resource;
        var asked = resource.EndsWith('/') ? resource[..^1] : resource;
        if (asked == options.Resource || asked == ResourceUrl.Origin(ResourceUrl.Parse(options.Resource))) return asked;
        throw new RefusalException(400, "invalid_target", "This service issues no tokens for that resource. Its metadata says which it has.");
    }

    internal static ImmutableArray<string> Scopes(string? asked, ImmutableArray<string> allowed)
    {
        if (asked is null) return allowed.IsDefault ? [] : allowed;
        var scopes = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToImmutableArray();
        return !scopes.IsEmpty && scopes.All(scope => allowed.Contains(scope)) ? scopes
            : throw new RefusalException(400, "invalid_scope", "The registration has not got every scope that was asked for.");
    }
}
