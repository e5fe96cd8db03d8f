using System.Text.Json;
using AuthMd.Http;
using AuthMd.Limits;
using AuthMd.Registrations;
using AuthMd.Tokens;

namespace AuthMd.Providers;

/// <summary>An agent whose provider vouches for its user with an ID-JAG (specification §4.3).</summary>
public sealed class IdentityAssertionMethod(IdJags idJags, ProviderRegistrations registrations, Assertions assertions, RateLimits limits) : IIdentityMethod
{
    /// <summary>The one <c>assertion_type</c>.</summary>
    public const string AssertionType = "urn:ietf:params:oauth:token-type:id-jag";

    public string Type => "identity_assertion";

    public async Task<Registered> RegisterAsync(JsonElement body, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Options.AllowIdentityAssertion) throw new RefusalException(400, "invalid_issuer", "This service trusts no provider. Its auth.md says how else to register.");
        var (type, assertion) = (Wire.Text(body, "assertion_type"), Wire.Text(body, "assertion"));
        if (type == "verified_email") throw RefusalException.InvalidRequest("The assertion type verified_email is gone: register with type service_auth and a login_hint.");
        if (type != AssertionType) throw RefusalException.InvalidRequest($"assertion_type has to be {AssertionType}.");
        await limits.SpendAsync("identity_assertion-address", caller.From, caller.Options.Limits.IdentityAssertionPerAddress, ct);
        await limits.SpendAsync(Type, caller.Issuer, caller.Options.Limits.IdentityAssertion, ct);

        var jag = await idJags.VerifyAsync(assertion, caller.Options, ct);
        var (registration, account, claim) = await registrations.AdmitAsync(jag, caller.Options, ct);
        if (claim is not null) return new(Type, registration, Claim: claim, StepUp: true);
        return new(Type, registration, await assertions.MintAsync(caller.Issuer, registration, account, ct));
    }
}
