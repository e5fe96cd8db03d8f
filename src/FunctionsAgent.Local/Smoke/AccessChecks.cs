using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Smoke;

/// <summary>What another agent finds out before it has a token (RFC 9728, auth.md).</summary>
internal sealed partial class AccessChecks(SmokeHttp http, SmokeOptions options)
{
    private const string Metadata = "/.well-known/oauth-protected-resource";

    private string? _agent = options.Agent;

    public async Task<string> MetadataAsync(CancellationToken ct)
    {
        var resource = (await http.GetAsync(Metadata, ct)).Expect(200, "application/json").Json.Text("resource");
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var uri)) throw new SmokeException($"{Metadata} names no resource");
        if (uri.Scheme != "https" && !uri.IsLoopback) throw new SmokeException($"the resource {resource} is not https: set Public__BaseUrl");
        if (!string.Equals(uri.Authority, http.Url.Authority, StringComparison.OrdinalIgnoreCase))
            throw new SmokeException($"the resource {resource} is not at {http.Url.Authority}: signatures and tokens are made for the address in Public__BaseUrl");
        return resource;
    }

    public async Task<string> DocumentAsync(CancellationToken ct)
    {
        var document = (await http.GetAsync("/auth.md", ct)).Expect(200, "text/markdown");
        if (!document.Body.Contains(Metadata, StringComparison.Ordinal)) throw new SmokeException("/auth.md does not lead to the resource metadata");
        _agent ??= AgentRoute().Match(document.Body) is { Success: true } match ? match.Groups["agent"].Value : null;
        return _agent is null ? throw new SmokeException("/auth.md names no agent: pass --agent") : $"names {string.Join(", ", Agents(document.Body))}";
    }

    /// <summary>Without a token and with a bad one: 401, problem+json, and a challenge that leads to metadata about the same resource.</summary>
    public async Task<string> ChallengeAsync(CancellationToken ct)
    {
        var agent = _agent ?? throw new NotCheckedException("no agent is known");
        foreach (var token in (string?[])[null, "not-a-token"])
        {
            var refusals = new[]
            {
                await http.PostAsync($"/api/agents/{Uri.EscapeDataString(agent)}/messages", new { text = "smoke" }, ct, token),
                await http.GetAsync("/api/operator/describe", ct, token),
            };
            foreach (var refusal in refusals)
            {
                var challenge = refusal.Expect(401, "application/problem+json").Header("WWW-Authenticate");
                if (Challenge().Match(challenge) is not { Success: true } match) throw new SmokeException($"{refusal.Asked} challenges without resource_metadata: {challenge}");
                if (challenge.Contains("error=", StringComparison.Ordinal) != token is not null)
                    throw new SmokeException($"{refusal.Asked} {(token is null ? "names an error where no token was sent" : "does not say invalid_token for a bad token")}");
                var metadata = new Uri(match.Groups["url"].Value, UriKind.Absolute);
                if (metadata.Authority != http.Url.Authority) throw new SmokeException($"{refusal.Asked} leads to {metadata.Authority}, not to {http.Url.Authority}");
                (await http.GetAsync(metadata.PathAndQuery, ct)).Expect(200, "application/json");
            }
        }
        return "401 and a challenge that leads to the metadata, without a token and with a bad one";
    }

    public async Task<string> McpAsync(CancellationToken ct)
    {
        var answer = await http.PostAsync("/mcp", new { jsonrpc = "2.0", id = 1, method = "ping" }, ct);
        return answer.Status switch
        {
            401 when Challenge().IsMatch(answer.Header("WWW-Authenticate")) => "401 and a challenge",
            200 => "answers",
            _ => throw new SmokeException($"POST /mcp answered {answer.Status}"),
        };
    }

    /// <summary>As <c>--agent</c> or <c>/auth.md</c> named it.</summary>
    public static async Task<string?> AgentAsync(SmokeHttp http, CancellationToken ct) =>
        Agents((await http.GetAsync("/auth.md", ct)).Body).FirstOrDefault();

    private static string[] Agents(string document) => [.. AgentRoute().Matches(document).Select(m => m.Groups["agent"].Value).Distinct()];

    [GeneratedRegex(@"/api/agents/(?<agent>[A-Za-z0-9-]{1,64})/messages", RegexOptions.NonBacktracking)]
    private static partial Regex AgentRoute();

    [GeneratedRegex(@"^Bearer .*resource_metadata=""(?<url>[^""]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Challenge();
}
