using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>Makes a package's script the flow the pipeline runs.</summary>
public interface IScriptCompiler
{
    /// <summary>Never throws for what a script holds. Without errors there is a flow.</summary>
    (IFlow? Flow, ImmutableArray<PackageError> Errors) Compile(ScriptSource source);
}

/// <summary>A script as the package holds it.</summary>
/// <param name="Agent">Name of the agent.</param>
/// <param name="File">Path in the package, for errors.</param>
/// <param name="Targets">
/// Targets of the package's tools: an action with any other is an error. Null where a tool file has errors and they are not all known.
/// </param>
public sealed record ScriptSource(string Agent, string File, string Text, ImmutableHashSet<string>? Targets);
