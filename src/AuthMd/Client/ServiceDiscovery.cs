using System.Text.RegularExpressions;
using AuthMd.Providers;

namespace AuthMd.Client;

/// <summary>
/// From an API's URL to where agents register: the 401's <c>resource_metadata</c>, or the well-known places, then the authorization server
/// (specification §3). Both documents have to name what they were asked about (RFC 9728 section 3.3, RFC 8414 section 3.3). Kept for 5 minutes.
/// </summary>
internal sealed partial class ServiceDiscovery(Peer peer, Uri api, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private volatile Found? found;

    private sealed record Found(ServiceMetadata Service, DateTimeOffset Until);

    /// <exception cref="AuthMdClientException"><c>invalid_metadata</c>, <c>unsupported_dialect</c>, <c>insecure_url</c>, or the service gave no answer.</exception>
    public async Task<ServiceMetadata> FindAsync(CancellationToken ct)
    {
        if (found is { } kept && kept.Until > time.GetUtcNow()) return kept.Service;
        var resource = await ResourceAsync(ct);
        var service = await ServerAsync(resource, ct);
        found = new(service, time.GetUtcNow() + Kept);
        return service;
    }

    public void Forget() => found = null;

    private async Task<PeerAnswer> ResourceAsync(CancellationToken ct)
    {
        foreach (var uri in await PlacesAsync(ct))
        {
            var answer = await peer.GetAsync(uri, ct);
            if (answer.Status == 404) continue;
            if (!answer.IsGood) throw answer.Refusal();
            var resource = answer.Body.Text("resource") ?? throw Invalid("The resource's metadata names no resource.");
            PeerUrl.Read(resource, "resource");
            if (!PeerUrl.IsWithin(api, resource)) throw Invalid($"The metadata is of the resource {Shown(resource)}, and {Shown(api.AbsoluteUri)} does not belong to it.");
            if (!IsPlaceOf(uri, resource)) throw Invalid($"The metadata of {Shown(resource)} does not lie where RFC 9728 wants it.");
            return answer;
        }
        throw Invalid($"{Shown(api.AbsoluteUri)} asks for no token and publishes no metadata: nothing says where to register.");
    }

    private async Task<Uri[]> PlacesAsync(CancellationToken ct)
    {
        foreach (var challenge in await peer.ChallengesAsync(api, ct))
            if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && Place().Match(challenge.Parameter ?? "") is { Success: true } match)
                return [PeerUrl.Read(Escaped().Replace(match.Groups[1].Value, "$1"), "resource_metadata")!];
        var origin = ResourceUrl.Origin(api);
        return [.. new[] { ResourceUrl.Path(api), "" }.Distinct().Select(path => new Uri(origin + ProtectedResourceMetadata.WellKnown + path))];
    }

    private async Task<ServiceMetadata> ServerAsync(PeerAnswer resource, CancellationToken ct)
    {
        var issuer = resource.Body.Texts("authorization_servers") is [{ } first, ..] ? first : throw Invalid("The resource's metadata names no authorization server.");
        PeerUrl.Read(issuer, "authorization_servers");
        var answer = await peer.GetAsync(new(AuthorizationServerMetadata.MetadataUrl(Canonical(issuer))), ct);
        if (!answer.IsGood) throw answer.Refusal();
        if (answer.Body.Text("issuer") is not { } named || !ResourceUrl.IsSame(named, issuer)) throw Invalid("The authorization server's metadata is of another issuer.");
        var agents = answer.Body.Member("agent_auth") ?? throw new AuthMdClientException("unsupported_dialect", "The authorization server lets no agents register (no agent_auth).");
        if (agents.Text("identity_endpoint") is not { } identity)
            throw new AuthMdClientException("unsupported_dialect", agents.Text("register_uri") is null ? "The metadata has no identity_endpoint." : "The service speaks version 0.1, which this client does not.");
        return new()
        {
            Resource = resource.Body.Text("resource")!, ResourceName = resource.Body.Text("resource_name"), Logo = PeerUrl.Find(resource.Body.Text("resource_logo_uri")),
            Scopes = resource.Body.Texts("scopes_supported"), Issuer = named,
            TokenEndpoint = PeerUrl.Read(answer.Body.Text("token_endpoint"), "token_endpoint") ?? throw Invalid("The metadata has no token_endpoint."),
            RevocationEndpoint = PeerUrl.Read(answer.Body.Text("revocation_endpoint"), "revocation_endpoint"),
            IdentityEndpoint = PeerUrl.Read(identity, "identity_endpoint")!, ClaimEndpoint = PeerUrl.Read(agents.Text("claim_endpoint"), "claim_endpoint"), Skill = PeerUrl.Find(agents.Text("skill")),
            IdentityTypes = agents.Texts("identity_types_supported"),
            TakesIdJags = agents.Texts("identity_types_supported").Contains("identity_assertion") && agents.Texts("identity_assertion", "assertion_types_supported").Contains(IdentityAssertionMethod.AssertionType),
            Dialect = answer.Body.Texts("grant_types_supported").Contains(ClaimRequests.Grant) ? AuthMdDialect.A : AuthMdDialect.B,
        };
    }

    // The metadata of a resource with a path may lie at the root, too: the reference serves nothing else.
    private static bool IsPlaceOf(Uri uri, string resource)
    {
        var root = ResourceUrl.Parse(Canonical(resource));
        var place = ResourceUrl.Origin(uri) + ResourceUrl.Path(uri);
        return uri.Query.Length == 0 && (place == ResourceUrl.Origin(root) + ProtectedResourceMetadata.WellKnown || place == ResourceUrl.Origin(root) + ProtectedResourceMetadata.WellKnown + ResourceUrl.Path(root));
    }

    private static string Canonical(string identifier)
    {
        try
        {
            return ResourceUrl.Canonical(identifier);
        }
        catch (ArgumentException exception)
        {
            throw Invalid(exception.Message);
        }
    }

    private static string Shown(string url) => url.Length <= 200 ? url : url[..200] + "…";

    private static AuthMdClientException Invalid(string message) => new("invalid_metadata", message);

    [GeneratedRegex("""(?:^|[\s,])resource_metadata\s*=\s*"((?:[^"\\]|\\.)*)"(?=$|[\s,])""", RegexOptions.IgnoreCase, 200)]
    private static partial Regex Place();

    [GeneratedRegex("""\\(.)""")]
    private static partial Regex Escaped();
}
