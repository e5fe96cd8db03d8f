using AuthMd;
using AuthMd.Registrations;

namespace FunctionsAgent.Access;

/// <summary>What is kept of agents' registrations leaves again: at night what nobody needs any more, and all of a person who is erased.</summary>
public sealed class RegistrationCare(AuthMdTables entries, RegistrationStore registrations, PersonErasure people, Accounts accounts, AuditTable audit, AuthMdLifetimes lifetimes, TimeProvider time)
{
    /// <summary>A registration that nobody claimed is kept for so long after its window.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    /// <summary>No trail of this product is older.</summary>
    private static readonly DateOnly First = new(2026, 1, 1);

    public async Task NightAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await entries.PurgeAsync(now, ct);
        bool IsOver(Registration registration) => registration.Status(now) == RegistrationStatus.Expired && registration.Claim!.Expires + Kept(registration) <= now;
        await foreach (var registration in registrations.ListAsync(ct))
            if (IsOver(registration)) await registrations.RemoveAsync(registration.Id, IsOver, ct);
    }

    /// <summary>Everything that names a person; the account goes last, as the rest is found by it.</summary>
    /// <param name="kind"><c>email</c>, <c>phone</c> or <c>person</c> (an account); others name nobody here.</param>
    /// <returns>Null: nobody is known by that here. Otherwise the registrations that ended.</returns>
    public async Task<IReadOnlyList<string>?> EraseAsync(string kind, string identifier, string by, CancellationToken ct)
    {
        var account = await AccountAsync(kind, identifier, ct);
        var hint = account?.Email ?? (kind == "email" ? identifier.Trim() : null);
        if (account is null && hint is null) return null;
        var found = await people.EndAsync(account?.Id, hint, by, ct);
        for (var day = First; day <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime); day = day.AddDays(1))
            await audit.EraseAsync(day, [.. Hints(account, hint)], found.Subjects, ct);
        await people.ForgetAsync(found, account?.Id, ct);
        if (account is not null) await accounts.EraseAsync(account, ct);
        return account is null && found.Registrations.Count == 0 ? null : found.Registrations;
    }

    /// <summary>The account that somebody is known by.</summary>
    public Task<Account?> AccountAsync(string kind, string identifier, CancellationToken ct) => kind switch
    {
        "email" => accounts.ByEmailAsync(identifier, ct),
        "phone" => accounts.ByPhoneAsync(identifier.Trim(), ct),
        "person" => accounts.FindAsync(identifier.Trim(), ct),
        _ => Task.FromResult<Account?>(null),
    };

    // Its id comes again with the next ID-JAG, and its generations with it: nothing of the first life may be good in the second.
    private TimeSpan Kept(Registration registration) => registration.Kind == RegistrationKind.IdJag ? lifetimes.RefreshToken + Grace : Grace;

    private static IEnumerable<string> Hints(Account? account, string? hint)
    {
        if (hint is not null) yield return hint;
        if (account is not null) yield return AuthMd.Claims.LoginHint.ForAccount(account.Id);
    }
}
