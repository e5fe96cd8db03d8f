using System.Security.Claims;

namespace FunctionsAgent.Access;

/// <summary>From the claims of a checked token to what its bearer may do (learn.microsoft.com/entra/identity-platform/access-token-claims-reference).</summary>
internal static class EntraClaims
{
    private const int MaxName = 200;

    /// <summary>Null where the token is of another tenant, or is no access token.</summary>
    public static Principal? OfToken(ClaimsPrincipal who, Guid tenant)
    {
        // An ID token has our client id for audience and names the roles, too; only an access token names the client it was given to.
        if (!OfTenant(who, tenant) || Text(who, "azp", "appid") is not { } client) return null;
        if (Text(who, "scp") is null) return Text(who, "nonce") is null ? new($"app:{client}", Role(who), Roles(who).Contains(EntraOptions.CallRole), "bearer") : null;
        return Text(who, "oid") is { } user ? new($"user:{user}", Role(who), MayCall: false, "bearer", Name(who)) : null;
    }

    public static bool OfTenant(ClaimsPrincipal who, Guid tenant) => Guid.TryParse(Text(who, "tid"), out var id) && id == tenant;

    /// <summary>The highest; a value that is no role of ours counts for nothing.</summary>
    public static StaffRole Role(ClaimsPrincipal who) => Roles(who).Select(Parse).Append(StaffRole.None).Max();

    public static string? Name(ClaimsPrincipal who) => Text(who, "name") is { } name ? name[..Math.Min(name.Length, MaxName)] : null;

    /// <summary>The address a person of this tenant signs in with. Their administrator gave it to them; a claim <c>email</c> anybody may have written.</summary>
    public static string? Email(ClaimsPrincipal who) => Text(who, "preferred_username") is { Length: <= 254 } name && name.Contains('@', StringComparison.Ordinal) ? name : null;

    public static string? Text(ClaimsPrincipal who, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (who.FindFirst(name)?.Value is { Length: > 0 } value) return value;
        return null;
    }

    private static IEnumerable<string> Roles(ClaimsPrincipal who) => who.FindAll("roles").Select(claim => claim.Value);

    // By name alone: Enum.Parse would take "4", too.
    private static StaffRole Parse(string value) => Enum.GetValues<StaffRole>().FirstOrDefault(role => role != StaffRole.None && role.ToString() == value);
}
