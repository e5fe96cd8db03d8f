using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Credentials never leave: keys, tokens and connection strings in a reply are replaced, whoever wrote them.</summary>
public sealed partial class SecretsGuard : IGuard
{
    public RuleInfo Info { get; } = new("secrets", "1", "output", "Private keys, bearer tokens, API keys and connection strings are replaced.");

    public FailMode Fails => FailMode.Closed;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        var found = 0;
        var clean = Secret().Replace(passage.Text, _ => { found++; return "[removed]"; });
        return ValueTask.FromResult(found == 0
            ? new Verdict(Do.Allow, Info.Name, Info.Version, "no credential found", [])
            : new Verdict(Do.Replace, Info.Name, Info.Version, "credential in the reply", new JsonObject { ["found"] = found }, clean));
    }

    [GeneratedRegex("""
        -----BEGIN[ ][A-Z ]{0,30}PRIVATE[ ]KEY-----[^-]{0,10000}(-----END[ ][A-Z ]{0,30}PRIVATE[ ]KEY-----)?
        | \b(sk|rk|pk|whsec|xox[abprs]|ghp|gho|glpat|SG)[-_.][A-Za-z0-9_\-./+=]{16,200}
        | \bAKIA[0-9A-Z]{16}\b
        | \beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}
        | \b(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=[^;\s]{8,400}
        | \bBearer[ ][A-Za-z0-9._~+/-]{20,4000}=*
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Secret();
}
