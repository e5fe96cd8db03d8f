using AuthMd;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>The one call that authenticates a request outside the channels (architecture §3: no middleware in the worker).</summary>
/// <param name="identity">Null without the settings <c>AzureAd__…</c>.</param>
/// <param name="external">Null unless an outside server issues the tokens.</param>
public sealed class Authentication(EmbeddedKey key, Discovery discovery, AccessTokens tokens, EntraIdentity? identity = null, ExternalAgents? external = null)
{
    /// <summary>An operator with this role or a higher one, or what to answer instead.</summary>
    public async Task<(Principal? Caller, IResult? Refusal)> StaffAsync(HttpRequest request, StaffRole role)
    {
        var (caller, refusal) = await CallerAsync(request);
        if (refusal is not null || (caller!.Role >= role && caller.Grant is null)) return (caller, refusal);
        return (null, Problem.Of(403, "missing-role", "A role is missing.", $"This takes the app role {role}{(role == StaffRole.Admin ? "" : " or a higher one")}; of {string.Join(", ", Enum.GetNames<StaffRole>().Skip(1))}, each may what those before it may."));
    }

    /// <summary>An operator's route: who has this role is answered, everybody else hears why not, and all of them when the store is away.</summary>
    public Task<IResult> AsStaffAsync(HttpRequest request, StaffRole role, Func<Principal, Task<IResult>> answer) => Outage.AnswerAsync(request, async () =>
    {
        var (caller, refusal) = await StaffAsync(request, role);
        return refusal ?? await answer(caller!);
    });

    /// <summary>A registered agent or system that may speak to agents, or what to answer instead.</summary>
    /// <param name="scope">What a registration's token has to allow, null where that is asked later; systems of the company are let in by their role.</param>
    public async Task<(Principal? Caller, IResult? Refusal)> AgentAsync(HttpRequest request, string? scope)
    {
        var (caller, refusal) = await CallerAsync(request);
        if (refusal is null && scope is not null && !caller!.Has(scope))
        {
            // RFC 6750 section 3.1
            request.HttpContext.Response.Headers.WWWAuthenticate = Challenge.For(discovery.For(request), tokenPresented: false) + $", error=\"insufficient_scope\", scope=\"{scope}\"";
            return (null, Problem.Of(403, "insufficient-scope", "The token does not allow this.", $"It takes the scope {scope}."));
        }
        if (refusal is not null || caller!.MayCall) return (caller, refusal);
        return (null, Problem.Of(403, "missing-role", "A role is missing.", $"This takes a token of an application with the app role {EntraOptions.CallRole}."));
    }

    /// <summary>The caller, or the 401 to answer with, carrying the challenge that leads another agent to <c>/auth.md</c>.</summary>
    private async Task<(Principal? Caller, IResult? Refusal)> CallerAsync(HttpRequest request)
    {
        var token = Requests.Bearer(request);
        if (token is not null && key.Matches(token, request.HttpContext.Connection.RemoteIpAddress)) return (EmbeddedKey.Holder, null);
        if (token is not null && AccessTokens.HasShape(token))
            return external is null && await tokens.ReadAsync(token, request.HttpContext.RequestAborted) is { } grant && IsGoodAt(grant, discovery.For(request))
                ? (Principal.Of(grant), null) : (null, Unauthorized(request, token, "unauthorized", "A bearer token is needed.", Stale));
        if (identity is null && external is null && key.Value is null) return (null, Unauthorized(request, token, "identity-not-configured", "Nobody can be let in yet.",
            "Identity is not configured: set AzureAd__TenantId and AzureAd__ClientId."));
        try
        {
            var caller = token is not null && external?.Issued(token) is true ? await external.CallerAsync(token, request.HttpContext.RequestAborted)
                : identity is null ? null : await identity.CallerAsync(request.HttpContext, token);
            if (caller is not null && !Session.MayAct(request, caller))
                return (null, Problem.Of(403, "csrf", "This request does not come from a page of ours.", $"With the cookie of a sign-in, send the header {Session.CsrfHeader} with the value that GET {ReturnUrl.Default} tells."));
            if (caller is not null) return (caller, null);
        }
        catch (IssuerUnreachableException)
        {
            return (null, Unreachable(request));
        }
        return (null, Unauthorized(request, token, "unauthorized", "A bearer token is needed.",
            token is null ? "Send Authorization: Bearer; /auth.md says how to get a token." : "The token is not known here, or is not good at this address."));
    }

    private const string Stale = "The access token is unknown here, has expired or was revoked. Exchange your assertion again, or register: /auth.md.";

    // Issued for the API, or for the whole site.
    private static bool IsGoodAt(Grant grant, AuthMdOptions options) => grant.Resource == options.Resource || options.OtherResources.Contains(grant.Resource) || grant.Resource == options.Issuer;

    private IResult Unauthorized(HttpRequest request, string? token, string type, string title, string detail)
    {
        request.HttpContext.Response.Headers.WWWAuthenticate = Challenge.For(discovery.For(request), token is not null);
        return Problem.Of(401, type, title, detail);
    }

    /// <summary>No 401: that would send every client off for a new token, which the issuer cannot give.</summary>
    internal static IResult Unreachable(HttpRequest request)
    {
        request.HttpContext.Response.Headers.RetryAfter = "5";
        return Problem.Of(503, "issuer-unreachable", "Nobody can be let in at the moment.", "The issuer of tokens cannot be reached. Send the same again in 5 seconds.");
    }
}
