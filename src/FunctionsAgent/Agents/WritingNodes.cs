using System.Collections.Immutable;
using AgentScript.Graphs;
using AgentScript.Model;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Nodes of a script from which a tool may be called that changes something, in them or in a node they lead to.</summary>
internal static class WritingNodes
{
    public static ImmutableHashSet<string> Of(Script script, IEnumerable<ToolSpec> tools)
    {
        var targets = tools.Where(tool => tool.Effect != ToolEffect.Read).SelectMany(tool => tool.Targets).ToHashSet(StringComparer.Ordinal);
        var writing = script.Nodes.Where(node => node.Actions.Any(action => action.Target is { } target && targets.Contains(target))).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        if (writing.Count == 0) return [];
        var ways = Graph.Of(script).Edges.Where(edge => edge.Kind is EdgeKind.Transition or EdgeKind.Delegation).ToLookup(edge => edge.To, edge => edge.From);
        var open = new Stack<string>(writing);
        while (open.TryPop(out var node))
        {
            foreach (var from in ways[node].Where(writing.Add)) open.Push(from);
        }
        return [.. writing];
    }
}
