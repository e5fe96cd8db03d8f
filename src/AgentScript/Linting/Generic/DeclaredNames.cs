using AgentScript.Model;
using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>What <c>@namespace.…</c> can mean in one script; null for a namespace the script has no block for, which is not checked.</summary>
internal sealed class DeclaredNames
{
    private readonly Dictionary<string, HashSet<string>> global = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, HashSet<string>?> actions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(EntrySyntax, string), HashSet<string>?> connections = [];
    private readonly Dictionary<ActionDefinition, HashSet<string>> outputs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, HashSet<string>> tools = new(ReferenceEqualityComparer.Instance);

    private readonly bool hasActions;

    public DeclaredNames(Script script)
    {
        foreach (var variable in script.Variables) Add("variables", variable.Name);
        foreach (var agent in script.ConnectedAgents) Add("connected_subagent", agent.Name);
        if (script.Knowledge.Count > 0)
        {
            foreach (var field in ConfigBlocks.Knowledge.Block!.Fields) Add("knowledge", field.Name);
        }
        foreach (var node in script.Nodes)
        {
            hasActions |= node.Actions.Length > 0;
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

    /// <summary>The node's action definitions; null when no node has any.</summary>
    public HashSet<string>? Actions(Node node)
    {
        if (actions.TryGetValue(node, out var known)) return known;
        known = !hasActions ? null : [.. node.Actions.Select(a => a.Name)];
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

    /// <summary>What the callback of an action sees; null when the action is unknown or declares none.</summary>
    public HashSet<string>? Outputs(ActionDefinition? action)
    {
        if (action is null || action.Outputs.Length == 0) return null;
        if (outputs.TryGetValue(action, out var known)) return known;
        known = [.. action.Outputs.Select(o => o.Name), "reason", "outcome"];
        outputs[action] = known;
        return known;
    }

    /// <summary>Names below a field of a connection; null when it has none.</summary>
    public HashSet<string>? Below(EntrySyntax connection, string field)
    {
        if (connections.TryGetValue((connection, field), out var known)) return known;
        var members = connection.Field(field).Members();
        known = members.Length == 0 ? null : [.. members.OfType<EntrySyntax>().Select(e => e.Key.Text)];
        connections[(connection, field)] = known;
        return known;
    }

    private void Add(string ns, string name)
    {
        if (!global.TryGetValue(ns, out var names)) global[ns] = names = new(StringComparer.Ordinal);
        names.Add(name);
    }
}
