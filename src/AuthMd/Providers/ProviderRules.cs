using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>What an ID-JAG or an event makes of a registration (specification §6, §13), decided on the registration alone. The argument itself: nothing changes.</summary>
internal static class ProviderRules
{
    /// <summary>Let in. A ceremony under way ends, and what was revoked is back: the delegation is newer.</summary>
    public static Registration Ready(Registration before, IdJag jag, string account, DateTimeOffset now)
    {
        if (before is { Revoked: null, Claimed: not null } && before.User == account && before.Amr.SequenceEqual(jag.Amr) && before.AgentPlatform == jag.AgentPlatform && before.AgentContext == jag.AgentContext)
            return before;
        return Bound(before, account) with
        {
            User = account, Claimed = before.Claimed ?? now, Revoked = null, Subject = jag.Subject, Claim = null, Amr = jag.Amr, AgentPlatform = jag.AgentPlatform, AgentContext = jag.AgentContext,
        };
    }

    /// <summary>Waits for its person, with a new claim in the place of any other. One that this very person claimed is ready: somebody was faster.</summary>
    public static Registration Waiting(Registration before, IdJag jag, string account, Claim claim)
    {
        if (before is { Revoked: null, Claimed: not null } && before.User == account) return before;
        return Bound(before, account) with
        {
            User = null, Claimed = null, Revoked = null, Subject = jag.Subject, Claim = claim, Amr = jag.Amr, AgentPlatform = jag.AgentPlatform, AgentContext = jag.AgentContext,
        };
    }

    /// <summary>Everything issued under it is void, and nothing more can be had with what was told.</summary>
    public static Registration Revoked(Registration before, DateTimeOffset now) => before.Revoked is not null ? before : before with
    {
        Revoked = now, Claim = null, RefreshHash = null, RefreshExpires = null, Generation = before.Generation + 1,
    };

    /// <summary>What was issued for one person is never good for another.</summary>
    private static Registration Bound(Registration before, string account) =>
        before.User is null || before.User == account ? before : before with { Generation = before.Generation + 1, RefreshHash = null, RefreshExpires = null };
}
