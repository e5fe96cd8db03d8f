using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Http;
using AuthMd.Providers;

namespace AuthMd;

/// <summary>
/// Authorization server metadata (RFC 8414) with the protocol's <c>agent_auth</c> (specification §3.3): 200, <c>application/json</c>,
/// <see cref="ProtectedResourceMetadata.CacheControl"/>. It names nothing that is not served.
/// </summary>
public static class AuthorizationServerMetadata
{
    /// <summary>Where an issuer's metadata lies: the well-known segment stands between host and path (RFC 8414 section 3.1).</summary>
    /// <exception cref="ArgumentException">Not an absolute http(s) URL, or with a user, a query or a fragment.</exception>
    public static string MetadataUrl(string issuer)
    {
        var uri = ResourceUrl.Parse(issuer);
        return ResourceUrl.Origin(uri) + Routes.AuthorizationServer + ResourceUrl.Path(uri);
    }

    /// <summary>Whether the metadata is served under the well-known segment followed by <paramref name="suffix"/>: the issuer's own path, and nowhere without an issuer.</summary>
    public static bool IsServedAt(AuthMdOptions options, string? suffix)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Issuer is { } issuer && (suffix ?? "").Trim('/') == ResourceUrl.Path(ResourceUrl.Parse(issuer)).TrimStart('/');
    }

    /// <summary>The metadata as UTF-8 JSON.</summary>
    /// <exception cref="ArgumentException">The options advertise what nobody serves, or there is no issuer.</exception>
    public static byte[] Render(AuthMdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var issuer = options.Issuer ?? throw new ArgumentException("Issuer is not set: this service is no authorization server.", nameof(options));
        var metadata = new JsonObject
        {
            ["issuer"] = issuer,
            ["token_endpoint"] = issuer + Routes.Token,
            ["revocation_endpoint"] = issuer + Routes.Revoke,
            ["jwks_uri"] = issuer + Routes.Jwks,
            ["grant_types_supported"] = List([.. TokenEndpoint.GrantTypes(options)]),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("none"),
            ["revocation_endpoint_auth_methods_supported"] = new JsonArray("none"),
            // Required by RFC 8414 section 2; there is no authorization endpoint.
            ["response_types_supported"] = new JsonArray(),
            ["resource"] = options.Resource,
            ["authorization_servers"] = List(options.AuthorizationServers),
            ["bearer_methods_supported"] = new JsonArray("header"),
        };
        if (!options.Scopes.IsDefaultOrEmpty) metadata["scopes_supported"] = List(options.Scopes);
        if (!string.IsNullOrEmpty(options.Documentation)) metadata["service_documentation"] = options.Documentation;
        if (!string.IsNullOrEmpty(options.Terms)) metadata["op_tos_uri"] = options.Terms;
        if (options.RegistrationOpen) metadata["agent_auth"] = AgentAuth(options, issuer);
        return JsonSerializer.SerializeToUtf8Bytes(metadata);
    }

    private static JsonObject AgentAuth(AuthMdOptions options, string issuer)
    {
        var agents = new JsonObject
        {
            ["skill"] = ResourceUrl.Origin(ResourceUrl.Parse(issuer)) + AuthMdDocument.Path,
            ["identity_endpoint"] = issuer + Routes.Identity,
            ["claim_endpoint"] = issuer + Routes.Claim,
            ["identity_types_supported"] = List(options.IdentityTypes),
            // Names of version 0.1, which public scanners look for.
            ["register_uri"] = issuer + Routes.Identity,
            ["claim_uri"] = issuer + Routes.Claim,
            ["revocation_uri"] = issuer + Routes.Revoke,
        };
        if (options.AllowAnonymous) agents["anonymous"] = new JsonObject { ["credential_types_supported"] = new JsonArray("access_token") };
        if (!options.AllowIdentityAssertion) return agents;
        agents["identity_assertion"] = new JsonObject
        {
            ["assertion_types_supported"] = new JsonArray(IdentityAssertionMethod.AssertionType), ["credential_types_supported"] = new JsonArray("access_token"),
        };
        agents["events_endpoint"] = issuer + Routes.Events;
        agents["events_supported"] = new JsonArray(SecurityEvents.Revoked);
        return agents;
    }

    private static JsonArray List(ImmutableArray<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
