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
    /// <summary>An operator's word. Twice is once, but <see cref="IRevocations"/> is told again.</summary>
    /// <returns>False: there is no such registration.</returns>
    public async Task<bool> EndAsync(string registrationId, IPAddress? from, CancellationToken ct) =>
        await registrations.FindAsync(registrationId, ct) is { } found && await EndAsync(found.Id, found.Subject, from, ct);

    /// <summary>A provider's word about its person, registered or not.</summary>
    internal Task<bool> EndAsync(Subject subject, IPAddress? from, CancellationToken ct) => EndAsync(ProviderRegistrations.IdOf(subject), subject, from, ct);

    /// <summary>
    /// The registration ends before the delegation, and once more afterwards: whoever binds looks at the registration last, and whoever
    /// lets in looks at the delegation last, so neither leaves anything alive.
    /// </summary>
    private async Task<bool> EndAsync(string id, Subject? subject, IPAddress? from, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var ended = await registrations.ChangeAsync(id, before => ProviderRules.Revoked(before, now), ct);
        if (subject is not null)
        {
            await delegations.RemoveAsync(subject, ct);
            ended = await registrations.ChangeAsync(id, before => ProviderRules.Revoked(before, now), ct);
        }
        if (ended is null) return false;
        await revocations.RevokedAsync(id, ct);
        await audit.RecordAsync(AuditEvent.Of(AuditEvents.RegistrationRevoked, now, ended, from), ct);
        return true;
    }
}
