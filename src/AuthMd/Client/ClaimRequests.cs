using System.Text.Json.Nodes;

namespace AuthMd.Client;

/// <summary>What an agent sends during a claim (specification §7, §9).</summary>
internal static class ClaimRequests
{
    /// <summary>Polled in dialect A; who offers it speaks A.</summary>
    public const string Grant = "urn:workos:agent-auth:grant-type:claim";

    public static JsonObject Begin(AuthMdDialect dialect, string claimToken, string loginHint) => dialect == AuthMdDialect.A
        ? new() { ["claim_token"] = claimToken, ["email"] = loginHint }
        : new() { ["type"] = "service_auth", ["claim_token"] = claimToken, ["login_hint"] = loginHint };

    public static JsonObject Complete(string claimToken, string userCode) => new() { ["claim_token"] = claimToken, ["user_code"] = userCode };

    public static IEnumerable<KeyValuePair<string, string>> Poll(string claimToken) => [new("grant_type", Grant), new("claim_token", claimToken)];

    /// <summary>Dialect B appends to the claim endpoint's path.</summary>
    public static Uri CompleteEndpoint(Uri claimEndpoint) => new UriBuilder(claimEndpoint) { Path = claimEndpoint.AbsolutePath.TrimEnd('/') + "/complete" }.Uri;
}
