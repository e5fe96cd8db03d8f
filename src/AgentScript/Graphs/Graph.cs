using System.Collections.Immutable;
using AgentScript.Model;

namespace AgentScript.Graphs;

/// <summary>Which node leads where, and when: a script as a picture. Places outside the script have names with a blank, so that no node is called like them.</summary>
/// <param name="Nodes">Of the script in its order, then the connected agents, then the places a conversation begins or ends at, where an edge names them.</param>
/// <param name="Edges">In the order of the source.</param>
public sealed record Graph(ImmutableArray<GraphNode> Nodes, ImmutableArray<Edge> Edges)
{
    /// <summary>Whose messages lead to a node by its intent.</summary>
    public const string Customer = "a customer";

    /// <summary>Who takes over after an escalation.</summary>
    public const string Person = "a person";

    /// <summary>Where a session is closed.</summary>
    public const string End = "the end";

    public static Graph Of(Script script) => new EdgeFinder(script).Find();

    /// <summary>A flowchart as Markdown renders it.</summary>
    public string ToMermaid() => Mermaid.Write(this);

    /// <summary>A digraph for Graphviz.</summary>
    public string ToDot() => Dot.Write(this);
}

public enum GraphNodeKind { Start, Subagent, ConnectedAgent, Customer, Person, End }

/// <param name="Line">Of its key, counted from 1; 0 for a place outside the script.</param>
public sealed record GraphNode(string Name, GraphNodeKind Kind, int Line);

public enum EdgeKind { Intent, Transition, Delegation, Connected, Escalate, End }

/// <param name="From">Name of a node.</param>
/// <param name="To">Name of a node; of one the script does not have where a reference is wrong.</param>
/// <param name="Condition">Expressions that must hold, outermost first, as written; <c>otherwise</c> for an else. Null: always, or as a model chooses.</param>
/// <param name="Where">The tool, or the procedure: <c>tool to_lookup</c>, <c>before_reasoning</c>, <c>reply</c>, …</param>
/// <param name="Line">Counted from 1.</param>
public sealed record Edge(string From, string To, EdgeKind Kind, string? Condition, string Where, int Line);
