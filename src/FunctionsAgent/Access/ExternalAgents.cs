using AuthMd.External;

namespace FunctionsAgent.Access;

/// <summary>
/// Agents that registered with an outside server (<c>AuthMd__Mode=External</c>, auth.md specification §25). What a token says holds
/// until it expires: nothing here can end it sooner.
/// </summary>
public sealed class ExternalAgents(ExternalTokens tokens)
{
    /// <summary>Whether that server is to judge the token by.</summary>
    public bool Issued(string token) => tokens.IsIssued(token);

    /// <summary>Null: the token is not good.</summary>
    /// <exception cref="IssuerUnreachableException">It cannot be judged.</exception>
    public async Task<Principal?> CallerAsync(string token, CancellationToken ct)
    {
        try
        {
            if (await tokens.ReadAsync(token, ct) is not { } grant) return null;
            // What else the server's scopes are called is nothing to keep with every message.
            var known = grant with { Scopes = [.. AgentScopes.Claimed.Intersect(grant.Scopes)] };
            return new($"external:{grant.Registration}", StaffRole.None, MayCall: true, "bearer") { Grant = known };
        }
        catch (ServerUnreachableException)
        {
            throw new IssuerUnreachableException();
        }
    }
}
