using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>What an ID-JAG says of its person once it is verified.</summary>
/// <param name="Email">Verified by the provider, or null; one of this and <paramref name="Phone"/> is there.</param>
/// <param name="Amr">How the person signed in (RFC 8176).</param>
/// <param name="AgentPlatform">The provider's word, for the record.</param>
internal sealed partial record IdJag(Subject Subject, string? Email, string? Phone, string? Name, ImmutableArray<string> Amr, string? AgentPlatform, string? AgentContext)
{
    private const int LongestText = 200, MostMethods = 10;

    /// <exception cref="ProviderTokenException">No address and no number was verified.</exception>
    public static IdJag Of(VerifiedToken token)
    {
        var claims = token.Claims;
        var email = claims.IsTrue("email_verified") && claims.Text("email") is { Length: <= 254 } address && Address.IsMatch(address) ? address : null;
        var phone = claims.IsTrue("phone_number_verified") && claims.Text("phone_number") is { } number && Number.IsMatch(number) ? number : null;
        if (email is null && phone is null)
            throw new ProviderTokenException(TokenFault.NoIdentifier, "The provider has to name a verified e-mail address, or a verified phone number in E.164.");
        var amr = claims.Texts("amr");
        return new(token.Subject, email, phone, Short(claims, "name"), amr.Length <= MostMethods && amr.All(method => method.Length <= LongestText) ? amr : [],
            Short(claims, "agent_platform"), Short(claims, "agent_context_id"));
    }

    private static string? Short(JwtClaims claims, string name) => claims.Text(name) is { Length: <= LongestText } text && !text.Any(char.IsControl) ? text : null;

    [GeneratedRegex(@"\A[^\s\p{C}@]+@[^\s\p{C}@]+\.[^\s\p{C}@]+\z")]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Number { get; }
}
