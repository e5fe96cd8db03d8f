using System.Text.Json;
using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Tokens;

namespace AuthMd.Registrations;

/// <summary>
/// A claimed agent goes on without its person (specification §4.4, dialect B). Every token works once: whoever brings a spent one, or brings one
/// second, shows that two parties hold it, and the family ends for both with everything issued.
/// </summary>
public sealed class RefreshMethod(
    RegistrationStore registrations, IAccounts accounts, Assertions assertions, AuthMdLifetimes lifetimes, IAuditTrail audit, TimeProvider time) : IIdentityMethod
{
    public string Type => "refresh";

    /// <exception cref="RefusalException">400 <c>invalid_refresh_token</c>: unknown, expired, spent, or its registration or account is gone.</exception>
    public async Task<Registered> RegisterAsync(JsonElement body, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var hash = Secrets.Hash(Wire.Text(body, "refresh_token"));
        var found = await registrations.ByRefreshTokenAsync(hash, ct) ?? throw Invalid();
        var account = found.User is { } person ? await accounts.FindAsync(person, ct) : null;
        var now = time.GetUtcNow();
        var next = RefreshMint.New(now, lifetimes);
        var isReuse = false;
        var after = await registrations.ChangeAsync(found.Id, registration =>
        {
            isReuse = registration.Generation == found.Generation && registration.RefreshHash is not null && registration.RefreshHash != hash;
            if (isReuse) return RefreshMint.WithoutFamily(registration);
            if (registration.RefreshHash != hash || registration.RefreshExpires <= now
                || registration.Status(now) != RegistrationStatus.Claimed || account is null) throw Invalid();
            return RefreshMint.With(registration, next);
        }, ct) ?? throw Invalid();
        if (isReuse)
        {
            await audit.RecordAsync(AuditEvent.Of(AuditEvents.RefreshReused, now, after, caller.From), ct);
            throw Invalid();
        }
        return new(Type, after, await assertions.MintAsync(caller.Issuer, after, account, ct), Refresh: next);
    }

    private static RefusalException Invalid() =>
        new(400, "invalid_refresh_token", "The refresh token is unknown, expired or spent, or what it belongs to has ended. Register again.");
}
