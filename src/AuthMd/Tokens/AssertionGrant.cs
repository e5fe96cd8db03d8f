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
        await NeedGoodAsync(registration, generation, ct);
        var target = Target(resource, caller.Options);
        var scopes = Scopes(scope, registration.Claimed is null ? caller.Options.PreClaimScopes : caller.Options.PostClaimScopes);
        var token = await tokens.IssueAsync(registration, scopes, target, ct);
        await audit.RecordAsync(AuditEvent.Of(AuditEvents.TokenIssued, time.GetUtcNow(), registration, caller.From) with { Scopes = scopes }, ct);
        return (token, scopes);
    }

    private async Task NeedGoodAsync(Registration registration, int generation, CancellationToken ct)
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
        if (registration.Generation != generation) throw RefusalException.InvalidGrant("The assertion was superseded by a claim or a revocation. Use the newer one, or refresh.");
        if (registration.User is { } user && await accounts.FindAsync(user, ct) is null) throw RefusalException.InvalidGrant("The account the registration acts for is gone.");
    }

    private static string Target(string? resource, AuthMdOptions options)
    {
        if (resource is null) return options.Resource;
        var asked = resource.EndsWith('/') ? resource[..^1] : resource;
        if (asked == options.Resource || options.OtherResources.Contains(asked) || asked == ResourceUrl.Origin(ResourceUrl.Parse(options.Resource))) return asked;
        throw new RefusalException(400, "invalid_target", "This service issues no tokens for that resource. Its metadata says which it has.");
    }

    private static ImmutableArray<string> Scopes(string? asked, ImmutableArray<string> allowed)
    {
        if (asked is null) return allowed.IsDefault ? [] : allowed;
        var scopes = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToImmutableArray();
        return !scopes.IsEmpty && scopes.All(scope => allowed.Contains(scope)) ? scopes
            : throw new RefusalException(400, "invalid_scope", "The registration has not got every scope that was asked for.");
    }
}
