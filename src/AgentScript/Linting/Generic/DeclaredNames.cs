using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>What <c>@namespace.…</c> can mean in one script; null for a namespace the script has no block for, which is not checked.</summary>
internal sealed class DeclaredNames
{
    private readonly Dictionary<string, HashSet<string>> global = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, HashSet<string>?> actions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, HashSet<string>> tools = new(ReferenceEqualityComparer.Instance);

    public DeclaredNames(Script script)
    {
        foreach (var variable in script.Variables) Add("variables", variable.Name);
        foreach (var agent in script.ConnectedAgents) Add("connected_subagent", agent.Name);
        foreach (var name in script.Knowledge.Keys) Add("knowledge", name);
        foreach (var node in script.Nodes)
        {
            switch (node.Kind)
            {
                case NodeKind.StartAgent:
                    Add("start_agent", node.Name);
                    Add("subagent", node.Name);
                    Add("topic", node.Name);
                    break;
                case NodeKind.Subagent:
                    Add("subagent", node.Name);
                    break;
                default:
                    Add("topic", node.Name);
                    break;
            }
        }
    }

    public HashSet<string>? In(string ns) => global.GetValueOrDefault(ns);

    /// <summary>The node's action definitions; null when it has none.</summary>
    public HashSet<string>? Actions(Node node)
    {
        if (actions.TryGetValue(node, out var known)) return known;
        known = node.Actions.Length == 0 ? null : [.. node.Actions.Select(a => a.Name)];
        actions[node] = known;
        return known;
    }

    /// <summary>What a template may call by <c>@actions</c>: the node's tools, what they lead to, and its actions.</summary>
    public HashSet<string> Tools(Node node)
    {
        if (tools.TryGetValue(node, out var known)) return known;
        known = [.. node.Tools.Select(t => t.Name), .. node.Tools.Select(t => t.Target?.Member).OfType<string>(), .. node.Actions.Select(a => a.Name)];
        tools[node] = known;
        return known;
    }

    private void Add(string ns, string name)
    {
        if (!global.TryGetValue(ns, out var names)) global[ns] = names = new(StringComparer.Ordinal);
        names.Add(name);
    }
}
