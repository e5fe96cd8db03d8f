using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

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
