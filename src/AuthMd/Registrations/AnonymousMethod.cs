using System.Text.Json;
using AuthMd.Claims;
using AuthMd.Limits;
using AuthMd.Tokens;

namespace AuthMd.Registrations;

/// <summary>An agent that registers for nobody in particular (specification §4.1). It has a day to find somebody who claims it.</summary>
public sealed class AnonymousMethod(RegistrationStore registrations, Assertions assertions, RateLimits limits, AuthMdLifetimes lifetimes, TimeProvider time) : IIdentityMethod
{
    public string Type => "anonymous";

    public async Task<Registered> RegisterAsync(JsonElement body, Caller caller, CancellationToken ct)
    {
        if (!caller.Options.AllowAnonymous)
            throw new RefusalException(403, "anonymous_registration_disabled", "This service takes no anonymous registrations. Its auth.md says which it takes.");
        await limits.SpendAsync("anonymous-address", caller.From, caller.Options.Limits.AnonymousPerAddress, ct);
        await limits.SpendAsync(Type, caller.Issuer, caller.Options.Limits.Anonymous, ct);

        var now = time.GetUtcNow();
        var (claim, handle) = ClaimMint.New(now, lifetimes);
        var registration = new Registration { Id = Secrets.New(Secrets.Registration, 16), Kind = RegistrationKind.Anonymous, Created = now, Claim = claim };
        if (!await registrations.AddAsync(registration, ct)) throw new InvalidOperationException("Sixteen random bytes came twice.");
        var assertion = await assertions.MintAsync(caller.Issuer, registration, null, ct);
        return new(Type, registration, assertion, handle);
    }
}
