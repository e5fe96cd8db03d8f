using System.Globalization;

namespace AgentScript.Graphs;

/// <summary>Short names for a picture's source: those of a script may hold anything, and <c>end</c> is a word of Mermaid's.</summary>
internal sealed class NodeIds
{
    private readonly Dictionary<string, string> ids = [];
    private readonly List<GraphNode> nodes = [];

    public NodeIds(Graph graph)
    {
        foreach (var node in graph.Nodes) Add(node);
        // A reference that is wrong leads somewhere, too: one sees where.
        foreach (var edge in graph.Edges) Add(new GraphNode(edge.To, GraphNodeKind.Subagent, 0));
    }

    /// <summary>Each name once.</summary>
    public IEnumerable<GraphNode> Nodes => nodes;

    public string this[string name] => ids[name];

    private void Add(GraphNode node)
    {
        if (ids.TryAdd(node.Name, string.Create(CultureInfo.InvariantCulture, $"n{ids.Count}"))) nodes.Add(node);
    }
}
