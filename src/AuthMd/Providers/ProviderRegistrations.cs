using System.Security.Cryptography;
using System.Text;
using AuthMd.Claims;
using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>
/// From a verified ID-JAG to a registration (specification §6): a known delegation, or a new account, is let in at once; a first
/// link to an account that exists waits for its person.
/// </summary>
public sealed class ProviderRegistrations(RegistrationStore registrations, IDelegations delegations, IAccounts accounts, ISeal seal, AuthMdLifetimes lifetimes, TimeProvider time)
{
    private sealed record Match(Account Account, bool NeedsPerson);

    /// <summary>Stable for a subject, so that agents find their registration again, and events theirs; no secret.</summary>
    internal static string IdOf(Subject subject) =>
        Secrets.Registration + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject.Issuer}|{subject.Id}|{subject.Audience}")))[..22];

    /// <returns>The registration, its account, and the claim to be completed when the person has to say so first.</returns>
    internal async Task<(Registration Registration, Account Account, ClaimHandle? Claim)> AdmitAsync(IdJag jag, AuthMdOptions options, CancellationToken ct)
    {
        while (true)
        {
            var match = await MatchAsync(jag, ct) ?? await MatchAsync(jag, ct)
                ?? throw new RefusalException(403, "access_denied", "Nobody here has this address, and this service makes no accounts for whom a provider names. The person has to sign up first.");
            if (match.NeedsPerson)
            {
                var (waiting, claim) = await StepUpAsync(jag, match.Account, options, ct);
                return (waiting, match.Account, claim);
            }
            if (await ReadyAsync(jag, match.Account, ct) is { } ready) return (ready, match.Account, null);
        }
    }

    /// <summary>Null: an account was neither found nor made. Whoever else made it between the two is found the next time.</summary>
    private async Task<Match?> MatchAsync(IdJag jag, CancellationToken ct)
    {
        if (await delegations.FindAsync(jag.Subject, ct) is { } delegation)
        {
            if (await accounts.FindAsync(delegation.Account, ct) is { } known)
            {
                await delegations.SeenAsync(delegation, ct);
                return new(known, false);
            }
            await delegations.RemoveAsync(jag.Subject, ct);
        }
        if (jag.Email is { } email && await accounts.ByEmailAsync(email, ct) is { } byEmail) return new(byEmail, true);
        if (jag.Phone is { } phone && await accounts.ByPhoneAsync(phone, ct) is { } byPhone) return new(byPhone, true);
        if (await accounts.CreateAsync(new("", jag.Email, jag.Phone, jag.Name), ct) is not { } created) return null;
        var bound = await delegations.BindAsync(jag.Subject, created.Id, ct);
        return bound.Account == created.Id ? new(created, false) : await accounts.FindAsync(bound.Account, ct) is { } other ? new(other, false) : null;
    }

    /// <summary>Null: the delegation ended meanwhile.</summary>
    private async Task<Registration?> ReadyAsync(IdJag jag, Account account, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (registration, changed) = await WriteAsync(jag, before => ProviderRules.Ready(before ?? New(jag, now), jag, account.Id, now), ct);
        if (!changed) return registration;
        // An event ends the registration before the delegation. What was revived in between must not outlive it.
        if (await delegations.FindAsync(jag.Subject, ct) is { } delegation && delegation.Account == account.Id) return registration;
        await registrations.ChangeAsync(registration.Id, stored => stored.Generation == registration.Generation && stored.Claimed == registration.Claimed ? ProviderRules.Revoked(stored, now) : stored, ct);
        return null;
    }

    private async Task<(Registration, ClaimHandle?)> StepUpAsync(IdJag jag, Account account, AuthMdOptions options, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (claim, handle) = ClaimMint.Begun(now, options, lifetimes, seal, LoginHint.ForAccount(account.Id));
        var (registration, _) = await WriteAsync(jag, before => ProviderRules.Waiting(before ?? New(jag, now), jag, account.Id, claim), ct);
        return (registration, registration.Claimed is null ? handle : null);
    }

    private async Task<(Registration Registration, bool Changed)> WriteAsync(IdJag jag, Func<Registration?, Registration> change, CancellationToken ct)
    {
        var id = IdOf(jag.Subject);
        while (true)
        {
            var changed = false;
            var stored = await registrations.ChangeAsync(id, before =>
            {
                var after = change(before);
                changed = !ReferenceEquals(before, after);
                return after;
            }, ct);
            if (stored is not null) return (stored, changed);
            var first = change(null);
            if (await registrations.AddAsync(first, ct)) return (first, true);
        }
    }

    private static Registration New(IdJag jag, DateTimeOffset now) => new()
    {
        Id = IdOf(jag.Subject), Kind = RegistrationKind.IdJag, Created = now, Subject = jag.Subject, Amr = jag.Amr, AgentPlatform = jag.AgentPlatform, AgentContext = jag.AgentContext,
    };
}
