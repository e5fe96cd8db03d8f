using System.Collections.Immutable;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>What was read of a tool's file.</summary>
/// <param name="Spec">Null after an error.</param>
/// <param name="Targets">Null where they could not be read.</param>
internal sealed record ToolFile(string Name, ToolSpec? Spec, ImmutableArray<ToolTarget>? Targets);

internal sealed record ToolTarget(string Target, FilePosition At);
