using System.Globalization;
using System.Text;

namespace AgentScript.Graphs;

/// <summary>Mermaid's flowchart syntax: https://mermaid.js.org/syntax/flowchart.html.</summary>
internal static class Mermaid
{
    public static string Write(Graph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        var ids = new NodeIds(graph);
        foreach (var node in ids.Nodes) text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]}{Shape(node)}\n");
        foreach (var edge in graph.Edges) text.Append(CultureInfo.InvariantCulture, $"    {ids[edge.From]} {Arrow(edge.Kind)}|\"{Escaped(EdgeLabel.Of(edge))}\"| {ids[edge.To]}\n");
        return text.ToString();
    }

    private static string Shape(GraphNode node) => node.Kind switch
    {
        GraphNodeKind.Start => $"([\"{Escaped(node.Name)}\"])",
        GraphNodeKind.ConnectedAgent => $"[[\"{Escaped(node.Name)}\"]]",
        GraphNodeKind.Customer or GraphNodeKind.Person or GraphNodeKind.End => $"((\"{Escaped(node.Name)}\"))",
        _ => $"[\"{Escaped(node.Name)}\"]",
    };

    private static string Arrow(EdgeKind kind) => kind switch
    {
        EdgeKind.Delegation or EdgeKind.Connected => "-.->",
        EdgeKind.Escalate or EdgeKind.End => "==>",
        _ => "-->",
    };

    // Entities stand for what would end a label or begin markup.
    private static string Escaped(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (var c in label)
            text.Append(c switch
            {
                '"' => "#quot;",
                '#' => "#35;",
                '&' => "#amp;",
                '<' => "#lt;",
                '>' => "#gt;",
                '`' => "#96;",
                _ when char.IsControl(c) => " ",
                _ => c.ToString(),
            });
        return text.ToString();
    }
}
