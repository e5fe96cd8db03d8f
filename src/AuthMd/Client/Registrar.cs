using System.Text.Json.Nodes;
using AuthMd.Providers;

namespace AuthMd.Client;

/// <summary>
/// Registers by the first method that the agent has something for and the service takes: an ID-JAG, the person's address, nobody (specification §21).
/// Whoever registers is kept as acting for a person before that person agrees, so that nothing later goes on for nobody by mistake.
/// </summary>
internal sealed class Registrar(Peer peer, AuthMdClientOptions options, TimeProvider time)
{
    private const string IdJag = "identity_assertion", ServiceAuth = "service_auth", Anonymous = "anonymous";

    // The service, or this provider, is closed to one method; another may be open.
    private static readonly string[] Closed =
        ["anonymous_registration_disabled", "anonymous_not_enabled", "service_auth_registration_disabled", "service_auth_not_enabled", "auth_method_disabled", "issuer_not_enabled", "invalid_issuer"];

    /// <returns>The claim, where there is something to claim.</returns>
    public async Task<ClaimAnswer?> RegisterAsync(ServiceMetadata service, KeptCredentials.Held held, CancellationToken ct)
    {
        AuthMdClientException? refused = null;
        foreach (var method in Methods(service, held.Now))
        {
            await NeedConsentAsync(method, service, ct);
            try
            {
                return await RegisterAsync(method, service, held, ct);
            }
            catch (AuthMdClientException exception) when (Closed.Contains(exception.Code))
            {
                refused = exception;
            }
        }
        throw refused ?? new AuthMdClientException("no_method", $"{service.Issuer} takes none of the identities this agent has. Its auth.md says which it takes.");
    }

    /// <summary>Registers again with a fresh ID-JAG: same person, same registration, and the consent stands.</summary>
    public Task<ClaimAnswer?> AgainAsync(ServiceMetadata service, KeptCredentials.Held held, CancellationToken ct) => RegisterAsync(IdJag, service, held, ct);

    public bool CanAgain(ServiceMetadata service, Credentials credentials) => credentials.Method == IdJag && options.IdJag is not null && service.TakesIdJags;

    private IEnumerable<string> Methods(ServiceMetadata service, Credentials? existing)
    {
        var personal = options.IdJag is not null || options.LoginHint is not null;
        if (options.IdJag is not null && service.TakesIdJags) yield return IdJag;
        if (options.LoginHint is not null) yield return ServiceAuth;
        if (personal && !options.FallBackToAnonymous) yield break;
        if (existing is { IsUserBound: true })
            throw new AuthMdClientException("user_bound", $"The registration {existing.Registration} acts for a person. It is not replaced by an anonymous one: ask the person, then revoke it.");
        yield return Anonymous;
    }

    private async Task NeedConsentAsync(string method, ServiceMetadata service, CancellationToken ct)
    {
        if (method == Anonymous || (options.Consent is { } consent && await consent(new(method, service), ct))) return;
        throw new AuthMdClientException("consent_required", "The person has not agreed that this service is told who they are.");
    }

    private async Task<ClaimAnswer?> RegisterAsync(string method, ServiceMetadata service, KeptCredentials.Held held, CancellationToken ct)
    {
        var answer = await peer.PostAsync(service.IdentityEndpoint, await BodyAsync(method, service, null, ct), ct);
        if (method == IdJag && answer is { Status: 401, Code: "login_required" })
            answer = await peer.PostAsync(service.IdentityEndpoint, await BodyAsync(method, service, (int?)answer.Body.Seconds("max_age")?.TotalSeconds ?? 0, ct), ct);
        var stepUp = answer is { Status: 401, Code: "interaction_required" };
        if (!answer.IsGood && !stepUp) throw answer.Refusal();

        var identity = IdentityAnswer.Read(answer.Body, time.GetUtcNow());
        if (identity.Id is not { } id) throw AuthMdClientException.InvalidAnswer("The answer has no id of the registration.");
        var needsClaim = stepUp || method == ServiceAuth;
        if (needsClaim && identity.Claim is null) throw AuthMdClientException.InvalidAnswer("A person has to confirm, and the answer has no claim.");
        await held.KeepOnceToldAsync(new()
        {
            Registration = id, Method = method, IsUserBound = method != Anonymous, Assertion = needsClaim ? null : identity.NeedAssertion(), Refresh = needsClaim ? null : identity.Refresh,
        });
        return identity.Claim;
    }

    private async Task<JsonObject> BodyAsync(string method, ServiceMetadata service, int? maxAge, CancellationToken ct) => method switch
    {
        IdJag => new() { ["type"] = method, ["assertion_type"] = IdentityAssertionMethod.AssertionType, ["assertion"] = await options.IdJag!(new(service.Issuer, service.Resource, maxAge), ct) },
        ServiceAuth => new() { ["type"] = method, ["login_hint"] = options.LoginHint },
        _ => new() { ["type"] = method },
    };
}
