using AuthMd;
using AuthMd.Providers;
using AuthMd.Registrations;

namespace FunctionsAgent.Access;

/// <summary>Whether a registration still stands: asked again before everything that is done for it.</summary>
public sealed class RegisteredAgents(RegistrationStore registrations, IAccounts accounts, TimeProvider time) : IRevocations
{
    private const string Prefix = "registration:";

    /// <param name="by">As in events; whoever is no registration stands.</param>
    /// <param name="account">For whom it acts.</param>
    public async Task<bool> StandsAsync(string? by, string? account, CancellationToken ct)
    {
        if (by is null || !by.StartsWith(Prefix, StringComparison.Ordinal)) return true;
        if (await registrations.FindAsync(by[Prefix.Length..], ct) is not { } found || found.Status(time.GetUtcNow()) is RegistrationStatus.Revoked or RegistrationStatus.Expired) return false;
        return account is null || (found.User == account && await accounts.FindAsync(account, ct) is not null);
    }

    /// <summary>Nothing to stop: who acts for it asks here first.</summary>
    Task IRevocations.RevokedAsync(string registrationId, CancellationToken ct) => Task.CompletedTask;
}
