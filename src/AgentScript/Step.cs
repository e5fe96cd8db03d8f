using System.Collections.Immutable;

namespace AgentScript;

/// <summary>One step of a script: where it stands now, and what it wants done next.</summary>
/// <param name="Trace">What happened on the way, oldest first; no customer's words. Empty for a flow in C#.</param>
public sealed record Step(Frame Frame, Effect Effect, ImmutableArray<Traced> Trace = default);

/// <summary>Something a script did between two effects.</summary>
/// <param name="Kind">enter, intent, branch, set, run, transition, tool, failed, limit, …</param>
/// <param name="Name">Of the node, variable, action or tool; for a branch <c>then</c>, <c>else</c>, or the branch's number.</param>
/// <param name="Line">In the script, counted from 1; 0 where there is none.</param>
public sealed record Traced(string Kind, string Name, int Line);
