using AuthMd.Claims;
using AuthMd.Providers;

namespace AuthMd.Registrations;

/// <summary>
/// What agents' registrations keep about one person: whom they were bound to, who was asked to claim, whom a provider named. The registrations end;
/// their ids and times stay. Looks at every registration: it is rare. Run again after an interruption, it goes on.
/// </summary>
public sealed class PersonErasure(RegistrationStore registrations, IAuthMdStore store, IDelegations delegations, ClaimHistory history, Revocation revocation)
{
    /// <summary>First: everything ends. What names the person stays, so that whoever keeps more about them can find it.</summary>
    /// <param name="account"><see cref="Account.Id"/>; null where the person has none.</param>
    /// <param name="loginHint">The address agents may have asked for; null: none is known.</param>
    /// <param name="by">Who ordered it.</param>
    public async Task<PersonTraces> EndAsync(string? account, string? loginHint, string by, CancellationToken ct)
    {
        var (ids, subjects) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var delegation in DelegationsOfAsync(account, ct)) subjects.Add(delegation.Id);
        await foreach (var found in registrations.ListAsync(ct))
        {
            if (!IsAbout(found, account, loginHint, subjects)) continue;
            if (found.Subject is { } subject) subjects.Add(subject.Id);
            await revocation.RevokeAsync(found.Id, by, ct);
            ids.Add(found.Id);
        }
        return new([.. ids], [.. subjects]);
    }

    /// <summary>Then: what names the person goes.</summary>
    public async Task ForgetAsync(PersonTraces traces, string? account, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(traces);
        await foreach (var delegation in DelegationsOfAsync(account, ct)) await delegations.RemoveAsync(new(delegation.Issuer, delegation.Id, ""), ct);
        foreach (var id in traces.Registrations) await registrations.ChangeAsync(id, Stripped, ct);
        if (account is not null) await history.ForgetAsync(account, ct);
    }

    private static bool IsAbout(Registration registration, string? account, string? loginHint, HashSet<string> subjects) =>
        (account is not null && (registration.User == account || registration.Claim?.Attempt?.ConfirmedBy == account || registration.Claim?.Attempt?.LoginHint == LoginHint.ForAccount(account)))
        || (loginHint is not null && string.Equals(registration.Claim?.Attempt?.LoginHint, loginHint, StringComparison.OrdinalIgnoreCase))
        || (registration.Subject is { } subject && subjects.Contains(subject.Id));

    private static Registration Stripped(Registration registration) =>
        registration is { User: null, Subject: null, Claim: null, AgentContext: null } ? registration : registration with { User = null, Subject = null, Claim = null, AgentContext = null };

    private async IAsyncEnumerable<Delegation> DelegationsOfAsync(string? account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (account is null) yield break;
        await foreach (var entry in store.ListAsync(Delegations.Kind, ct))
            if (Delegations.Parse(entry) is var delegation && delegation.Account == account) yield return delegation;
    }
}

/// <param name="Registrations">Ids.</param>
/// <param name="Subjects">Providers' ids of the person.</param>
public sealed record PersonTraces(IReadOnlyList<string> Registrations, IReadOnlyList<string> Subjects);
