using System.Collections.Immutable;
using FunctionsAgent.Policies;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Agents;

/// <summary>What reading a package takes from the program around it.</summary>
/// <param name="Policies">Makes a condition a policy; else says what is wrong with it, and where: an offset into <see cref="PolicySpec.When"/>.</param>
/// <param name="Settings">The value of <c>${NAME}</c>; null where it is not set.</param>
public sealed record PackageContext(
    IScriptCompiler Scripts, Func<PolicySpec, (IPolicy? Policy, string? Error, int ErrorOffset)> Policies, Func<string, string?> Settings)
{
    /// <summary>What every program takes: scripts, conditions, and its own settings.</summary>
    public static PackageContext Of(IConfiguration settings) =>
        new(new ScriptCompiler(), YamlPolicy.Compile, name => settings[name.Replace("__", ":", StringComparison.Ordinal)]);

    /// <summary>Flows written in C# that <c>flow:</c> may name.</summary>
    public IReadOnlyDictionary<string, IFlow> Flows { get; init; } = ImmutableDictionary<string, IFlow>.Empty;
}
