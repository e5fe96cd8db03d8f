using System.Text.Json;
using AuthMd.Audit;
using AuthMd.Claims;
using AuthMd.Limits;

namespace AuthMd.Registrations;

/// <summary>An agent that names its person (specification §4.2). It has no identity until that person agrees.</summary>
public sealed class ServiceAuthMethod(
    RegistrationStore registrations, ISeal seal, RateLimits limits, AuthMdLifetimes lifetimes, IAuditTrail audit, TimeProvider time) : IIdentityMethod
{
    public string Type => "service_auth";

    /// <exception cref="RefusalException">
    /// 403 <c>service_auth_registration_disabled</c>, 400 <c>invalid_request</c> or <c>invalid_login_hint</c>, 429 <c>rate_limit_exceeded</c>: in this order.
    /// </exception>
    public async Task<Registered> RegisterAsync(JsonElement body, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Options.AllowServiceAuth)
            throw new RefusalException(403, "service_auth_registration_disabled", "This service lets no agent ask a person by name. Its auth.md says how to register.");
        var hint = LoginHint.Parse(LoginHint.Find(body) ?? throw RefusalException.InvalidRequest("'login_hint' is missing."));
        await limits.SpendAsync("service_auth-address", caller.From, caller.Options.Limits.ServiceAuthPerAddress, ct);
        await limits.SpendAsync(Type, caller.Issuer, caller.Options.Limits.ServiceAuth, ct);
        await limits.SpendAsync("login_hint", hint.ToLowerInvariant(), caller.Options.Limits.PerLoginHint, ct);

        var now = time.GetUtcNow();
        var (claim, handle) = ClaimMint.Begun(now, caller.Options, lifetimes, seal, hint);
        var registration = new Registration { Id = Secrets.New(Secrets.Registration, 16), Kind = RegistrationKind.ServiceAuth, Created = now, Claim = claim };
        if (!await registrations.AddAsync(registration, ct)) throw new InvalidOperationException("Sixteen random bytes came twice.");
        await audit.RecordAllAsync(
            [AuditEvent.Of(AuditEvents.ClaimRequested, now, registration, caller.From) with { LoginHint = hint }, AuditEvent.Of(AuditEvents.CodeMinted, now, registration, caller.From)], ct);
        return new(Type, registration, Claim: handle);
    }
}
