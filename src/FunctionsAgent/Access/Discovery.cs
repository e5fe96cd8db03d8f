using AuthMd;
using AuthMd.Providers;
using FunctionsAgent.Agents;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>
/// What this service is to other agents. Document, metadata, challenge and endpoints all go by it. Where registration is closed
/// it still is the issuer of what was registered before: that goes on, and can be revoked.
/// </summary>
/// <param name="entra">Null without the settings <c>AzureAd__…</c>.</param>
public sealed class Discovery(PublicAddress address, Packages packages, AuthMdSettings options, TrustedProviders providers, AuthMdLimits limits, EntraOptions? entra = null)
{
    /// <summary>The API, and the same over the Model Context Protocol.</summary>
    public const string Api = "/api", Mcp = "/mcp";

    public AuthMdOptions For(HttpRequest request) => new()
    {
        Resource = address.Of(request) + (IsMcp(request) ? Mcp : Api),
        OtherResources = [address.Of(request) + (IsMcp(request) ? Api : Mcp)],
        ResourceName = packages.All.Count == 1 ? packages.All[0].Name : "FunctionsAgent",
        Issuer = options.External is null ? address.Of(request) : null,
        AuthorizationServers = [.. Servers(request)],
        RegistrationOpen = options.Open || options.External is not null,
        Dialect = options.Dialect,
        AllowIdentityAssertion = providers.Any,
        Limits = limits,
        Scopes = AgentScopes.Claimed,
        PreClaimScopes = AgentScopes.Unclaimed,
        PostClaimScopes = AgentScopes.Claimed,
        ScopeDescriptions = AgentScopes.Descriptions,
        Contact = packages.All.Count > 0 ? packages.All[0].Kpi.Owner : null,
        Endpoints =
        [
            .. packages.All.Select(p => new AuthMdEndpoint("POST", $"/api/agents/{p.Name}/messages", $"Send a message: {string.Join(", ", p.Scope.Does)}", Example: """{"text":"Hello"}""")),
            new("GET", "/api/conversations/{id}", "Read a conversation of your own"),
            new("POST", Mcp, "The same over the Model Context Protocol (streamable HTTP), for its clients"),
        ],
    };

    /// <summary>Whose tokens are taken; agents that read one alone read the first.</summary>
    private IEnumerable<string> Servers(HttpRequest request)
    {
        yield return options.External?.Issuer ?? address.Of(request);
        if (entra is not null) yield return entra.Authority;
    }

    /// <summary>A client of that protocol wants metadata that name the address it called (RFC 9728 section 3.3).</summary>
    private static bool IsMcp(HttpRequest request) => request.Path.Value?.TrimEnd('/') is Mcp or ProtectedResourceMetadata.WellKnown + Mcp;
}
