using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>
/// An agent: what it is for, how success is measured, and everything that decides what it does.
/// A conversation keeps the version it began with until it closes.
/// </summary>
/// <param name="Revision">Raised whenever what the agent does changes; part of <see cref="Version"/>.</param>
/// <param name="Zone">IANA time zone the agent speaks in.</param>
public sealed record Package(
    string Name, int Revision, Kpi Kpi, Scope Scope, string Zone, IFlow Flow,
    ImmutableArray<IPolicy> Policies, ImmutableArray<GuardUse> Guards, ImmutableArray<ToolSpec> Tools, Texts Texts)
{
    /// <summary>The same content gives the same version: 12 hex digits over what the package is made of.</summary>
    /// <remarks>Of a package that was read from files, over these and nothing else: <see cref="PackageFiles.Version"/>.</remarks>
    public string Version => Files?.Version ?? Hash(
        [Name, $"{Revision}", $"{Kpi}", $"{Texts}", Flow.Name,
            .. Policies.Select(p => $"{p.Info}"), .. Guards.Select(g => $"{g.Info} {g.Mode}"),
            .. Tools.Select(t => $"{t.Name} {t.Effect} {t.Http} {t.Input} {t.Require} {Written(t.Rows)} {Written(t.Project)}{Written(t.Lists)}")]);

    /// <summary>What the package was read from; null for one written in C#.</summary>
    public PackageFiles? Files { get; init; }

    /// <summary>What <c>agent.yaml</c> says; null for a package written in C#.</summary>
    public AgentManifest? Manifest { get; init; }

    /// <summary>What was made of the files: the classifier and the index.</summary>
    public Learned Learned { get; init; } = new(null, null);

    /// <summary>The index of the version's articles; null for an agent without any.</summary>
    public KnowledgeIndex? Knowledge => Learned.Knowledge;

    public ImmutableArray<Article> Articles { get; init; } = [];

    public Voice? Voice { get; init; }

    public ImmutableArray<PackageTest> Tests { get; init; } = [];

    public ToolSpec? Tool(string target) => Tools.FirstOrDefault(t => t.Targets.Contains(target, StringComparer.Ordinal));

    private static string Written<T>(ImmutableDictionary<string, T>? fields) =>
        fields is null ? "" : string.Join(' ', fields.OrderBy(f => f.Key, StringComparer.Ordinal));

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..12];
}
