using System.Collections.Immutable;

namespace FunctionsAgent.Access;

/// <summary>Settings <c>AzureAd__…</c>: one tenant, one app registration. A class and no record: a secret must not be printed with it.</summary>
public sealed class EntraOptions
{
    public const string PublicCloud = "https://login.microsoftonline.com/";

    /// <summary>The app role of registered agents and systems that call an agent.</summary>
    public const string CallRole = "Agent.Call";

    /// <summary>Ends with a slash.</summary>
    public Uri Instance { get; init; } = new(PublicCloud);

    public required Guid TenantId { get; init; }

    public required Guid ClientId { get; init; }

    /// <summary>What a token's <c>aud</c> may be: the setting, else the client id, plain (tokens v2) and as <c>api://</c> (v1).</summary>
    public required ImmutableArray<string> Audiences { get; init; }

    /// <summary>Of the sign-in page. Null: the app's own managed identity vouches for it, by a federated credential.</summary>
    public string? ClientSecret { get; init; }

    public string Authority => $"{Instance}{TenantId}/v2.0";

    public string MetadataAddress => Authority + "/.well-known/openid-configuration";

    /// <summary>The tenant's issuers: of tokens v2, and of v1, which an app registration gets unless its manifest says otherwise.</summary>
    public ImmutableArray<string> Issuers => Instance.AbsoluteUri == PublicCloud ? [Authority, $"https://sts.windows.net/{TenantId}/"] : [Authority];
}
