using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary>Which node can lead to which, by any transition or delegation. Nodes are numbers in the order of the file; of two of one name the last counts.</summary>
internal sealed class NodeGraph
{
    private readonly Dictionary<string, int> byName;
    private readonly Dictionary<EntrySyntax, int> byEntry;

    public NodeGraph(LintContext context)
    {
        var nodes = context.Script.Nodes;
        byName = new(nodes.Length, StringComparer.Ordinal);
        byEntry = new(nodes.Length);
        for (var i = 0; i < nodes.Length; i++) (byName[nodes[i].Name], byEntry[nodes[i].Syntax]) = (i, i);
        Edges = new List<int>?[nodes.Length];
        foreach (var use in context.Uses.References)
        {
            if (use.Role is not (UseRole.TransitionTarget or UseRole.ToolValue) || Index(use.Syntax) is not { } to) continue;
            if (use.Place.Node is null) Entered.Add(to);
            else (Edges[byEntry[use.Place.Node.Syntax]] ??= []).Add(to);
        }
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Kind == NodeKind.StartAgent || nodes[i].Intent is not null || byName[nodes[i].Name] != i) Entered.Add(i);
        }
        Reachable = Reach();
    }

    /// <summary>Targets of each node; null where it has none.</summary>
    public List<int>?[] Edges { get; }

    /// <summary>Where a conversation can begin or come back: the start, a node with an intent, and what follows a connected agent.</summary>
    public HashSet<int> Entered { get; } = [];

    public bool[] Reachable { get; }

    /// <summary>The node a reference names, or null.</summary>
    public int? Index(ReferenceSyntax? reference) =>
        reference is { Namespace: "subagent" or "topic" or "start_agent", Member: { } name } && byName.TryGetValue(name, out var index) ? index : null;

    public bool IsReachable(Node? node) => node is null || Reachable[byEntry[node.Syntax]];

    private bool[] Reach()
    {
        var reached = new bool[Edges.Length];
        var open = new Stack<int>(Entered);
        while (open.TryPop(out var node))
        {
            if (reached[node]) continue;
            reached[node] = true;
            foreach (var to in Edges[node] ?? []) open.Push(to);
        }
        return reached;
    }
}
