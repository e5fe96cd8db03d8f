using System.Net;
using AuthMd.Audit;
using AuthMd.Providers;
using AuthMd.Registrations;

namespace AuthMd.Claims;

/// <summary>What follows once a registration is bound to a person, in whichever dialect.</summary>
public sealed class ClaimBinding(RegistrationStore registrations, IDelegations delegations, ClaimHistory history, IAuditTrail audit)
{
    /// <param name="claimed">As the one who won the claim wrote it.</param>
    public async Task BoundAsync(Registration claimed, IPAddress? from, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        if (claimed is not { User: { } person, Claimed: { } at }) throw new ArgumentException("Not claimed.", nameof(claimed));
        if (claimed.Subject is { } subject)
        {
            await delegations.BindAsync(subject, person, ct);
            // A revocation ends the registration first and the delegation afterwards: one that came between must not leave the delegation behind,
            // not even when the next step-up has revived the registration already.
            if (await registrations.FindAsync(claimed.Id, ct) is not { Revoked: null } now || now.Generation != claimed.Generation) await delegations.RemoveAsync(subject, ct);
        }
        await history.AddAsync(person, claimed.Subject?.Issuer, ct);
        await audit.RecordAsync(AuditEvent.Of(AuditEvents.ClaimConfirmed, at, claimed, from), ct);
    }
}
