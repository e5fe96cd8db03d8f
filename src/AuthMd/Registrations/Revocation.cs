using AuthMd.Audit;
using AuthMd.Providers;

namespace AuthMd.Registrations;

/// <summary>The service's own people end a registration: everything issued under it, its claim, and the delegation it came by.</summary>
public sealed class Revocation(RegistrationStore registrations, IDelegations delegations, IRevocations revocations, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The delegation goes between two looks at the registration, so that an ID-JAG that comes at this moment revives neither.</summary>
    /// <param name="by">Who decided.</param>
    /// <returns>The registration as it stands; null when there is none. One that was revoked before is left as it was, and finished where that was interrupted.</returns>
    public async Task<Registration?> RevokeAsync(string id, string by, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var isNew = false;
        Registration Revoked(Registration before)
        {
            isNew |= before.Revoked is null;
            return ProviderRules.Revoked(before, now);
        }

        if (await registrations.ChangeAsync(id, Revoked, ct) is not { } ended) return null;
        if (ended.Subject is { } subject)
        {
            await delegations.RemoveAsync(subject, ct);
            ended = await registrations.ChangeAsync(id, Revoked, ct) ?? ended;
        }
        await revocations.RevokedAsync(id, ct);
        if (isNew) await audit.RecordAsync(AuditEvent.Of(AuditEvents.RegistrationRevoked, now, ended) with { By = by }, ct);
        return ended;
    }
}
