using AuthMd;
using AuthMd.Providers;
using FunctionsAgent.Agents;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>
/// What this service is to other agents. Document, metadata, challenge and endpoints all go by it. Where registration is closed
/// it still is the issuer of what was registered before: that goes on, and can be revoked.
/// </summary>
public sealed class Discovery(PublicAddress address, Packages packages, AuthMdSettings options, TrustedProviders providers, AuthMdLimits limits)
{
    public AuthMdOptions For(HttpRequest request) => new()
    {
        Resource = address.Of(request) + "/api",
        ResourceName = packages.All.Count == 1 ? packages.All[0].Name : "FunctionsAgent",
        Issuer = address.Of(request),
        AuthorizationServers = [address.Of(request)],
        RegistrationOpen = options.Open,
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
        ],
    };
}
