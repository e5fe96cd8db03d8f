using System.Globalization;
using System.Text;

namespace AgentScript.Graphs;

/// <summary>Graphviz's language: https://graphviz.org/doc/info/lang.html.</summary>
internal static class Dot
{
    public static string Write(Graph graph)
    {
        var text = new StringBuilder("digraph script {\n    node [shape=box];\n");
        var ids = new NodeIds(graph);
        foreach (var node in ids.Nodes) text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]} [label={Quoted(node.Name)}{Shape(node.Kind)}];\n");
        foreach (var edge in graph.Edges)
            text.Append(CultureInfo.InvariantCulture, $"    {ids[edge.From]} -> {ids[edge.To]} [label={Quoted(EdgeLabel.Of(edge))}{Style(edge.Kind)}];\n");
        return text.Append("}\n").ToString();
    }

    private static string Shape(GraphNodeKind kind) => kind switch
    {
        GraphNodeKind.Start => ", shape=oval",
        GraphNodeKind.ConnectedAgent => ", shape=component",
        GraphNodeKind.Customer or GraphNodeKind.Person or GraphNodeKind.End => ", shape=circle",
        _ => "",
    };

    private static string Style(EdgeKind kind) => kind switch
    {
        EdgeKind.Delegation or EdgeKind.Connected => ", style=dashed",
        EdgeKind.Escalate or EdgeKind.End => ", style=bold",
        _ => "",
    };

    private static string Quoted(string label)
    {
        var text = new StringBuilder("\"");
        foreach (var c in label) text.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? " " : c.ToString());
        return text.Append('"').ToString();
    }
}
