using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FunctionsAgent.Guardrails;
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
    ImmutableArray<IPolicy> Policies, ImmutableArray<IGuard> Guards, ImmutableArray<ToolSpec> Tools, Texts Texts)
{
    /// <summary>The same content gives the same version: 12 hex digits over what the package is made of.</summary>
    public string Version => Hash(
        [Name, $"{Revision}", $"{Kpi}", $"{Texts}", Flow.Name,
            .. Policies.Select(p => $"{p.Info}"), .. Guards.Select(g => $"{g.Info}"),
            .. Tools.Select(t => $"{t.Name} {t.Effect} {t.Http} {t.Input} {string.Join(' ', t.Project.OrderBy(p => p.Key, StringComparer.Ordinal))}")]);

    public ToolSpec? Tool(string target) => Tools.FirstOrDefault(t => t.Targets.Contains(target, StringComparer.Ordinal));

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..12];
}

/// <summary>The goal the agent is measured by. Shares are 0 to 1.</summary>
public sealed record Kpi(string Metric, double Baseline, double Target, string Window, string Owner, string Outcome);

public sealed record Scope(ImmutableArray<string> Does, ImmutableArray<string> DoesNot, string HandsTo);

/// <summary>What the agent says when no script speaks.</summary>
/// <param name="Apology">After a failure of ours: the message is kept and will be looked at.</param>
/// <param name="Holding">While the agent is paused.</param>
/// <param name="WithPerson">When a message arrives while a person has the conversation.</param>
public sealed record Texts(string Greeting, string Apology, string Holding, string WithPerson, string HandedOver, string Goodbye);

/// <summary>The agents this process serves. Unknown names and retired versions are answered with null.</summary>
public sealed class Packages(IReadOnlyCollection<Package> packages)
{
    private readonly ImmutableArray<Package> all = [.. packages];
    private readonly ImmutableArray<string> versions = [.. packages.Select(p => p.Version)];

    public IReadOnlyList<Package> All => all;

    public Package? Find(string agent) => all.FirstOrDefault(p => string.Equals(p.Name, agent, StringComparison.Ordinal));

    /// <summary>The pinned version where this process still has it, else the current one.</summary>
    public Package? Find(string agent, string? version)
    {
        for (var i = 0; i < all.Length; i++)
            if (all[i].Name == agent && versions[i] == version) return all[i];
        return Find(agent);
    }
}
