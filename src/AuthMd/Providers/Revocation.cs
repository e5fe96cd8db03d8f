using System.Net;
using AuthMd.Audit;
using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>
/// Ends a registration with everything issued under it: tokens, assertions, the claim, refresh tokens, and a provider's delegation,
/// which would bring it back with the next ID-JAG.
/// </summary>
public sealed class Revocation(RegistrationStore registrations, IDelegations delegations, IRevocations revocations, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The word of the service's own people.</summary>
    /// <param name="by">Who decided.</param>
    /// <returns>The registration as it stands; null when there is none. One that ended before stays as it was, and is finished where that was interrupted.</returns>
    public async Task<Registration?> RevokeAsync(string id, string by, CancellationToken ct) =>
        await registrations.FindAsync(id, ct) is { } found ? await EndAsync(found.Id, found.Subject, null, by, ct) : null;

    /// <summary>A provider's word about its person, registered or not.</summary>
    /// <returns>False: nobody is registered for them.</returns>
    internal async Task<bool> EndAsync(Subject subject, IPAddress? from, CancellationToken ct) => await EndAsync(ProviderRegistrations.IdOf(subject), subject, from, null, ct) is not null;

    /// <summary>
    /// The registration ends before the delegation, and once more afterwards: whoever binds looks at the registration last, and whoever
    /// lets in looks at the delegation last, so neither leaves anything alive.
    /// </summary>
    private async Task<Registration?> EndAsync(string id, Subject? subject, IPAddress? from, string? by, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var isNew = false;
        Registration Revoked(Registration before)
        {
            isNew |= before.Revoked is null;
            return ProviderRules.Revoked(before, now);
        }

        var ended = await registrations.ChangeAsync(id, Revoked, ct);
        if (subject is not null)
        {
            await delegations.RemoveAsync(subject, ct);
            ended = await registrations.ChangeAsync(id, Revoked, ct);
        }
        if (ended is null) return null;
        await revocations.RevokedAsync(id, ct);
        if (isNew) await audit.RecordAsync(AuditEvent.Of(AuditEvents.RegistrationRevoked, now, ended, from) with { By = by }, ct);
        return ended;
    }
}
