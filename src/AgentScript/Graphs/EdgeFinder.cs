using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Graphs;

/// <summary>Walks every tool and procedure of a script for what leads out of a node.</summary>
internal sealed class EdgeFinder(Script script)
{
    private readonly List<Edge> edges = [];
    private readonly SourceText source = script.Tree.Source;

    public Graph Find()
    {
        foreach (var node in script.Nodes)
        {
            if (node.Intent is { } intent) Add(Graph.Customer, node.Name, EdgeKind.Intent, [], "intent", intent.Syntax);
            Procedure(node.Name, "before_reasoning", node.Before);
            Procedure(node.Name, "instructions", node.Instructions);
            foreach (var tool in node.Tools) Tool(node.Name, tool);
            if (node.Reply is { } reply) Procedure(node.Name, "reply", reply);
            Procedure(node.Name, "after_reasoning", node.After);
        }
        foreach (var agent in script.ConnectedAgents) Procedure(agent.Name, "after_response", agent.AfterResponse);
        return new Graph([.. Nodes()], [.. edges]);
    }

    private IEnumerable<GraphNode> Nodes()
    {
        foreach (var node in script.Nodes)
            yield return new GraphNode(node.Name, node.Kind == NodeKind.StartAgent ? GraphNodeKind.Start : GraphNodeKind.Subagent, Line(node.Syntax));
        foreach (var agent in script.ConnectedAgents) yield return new GraphNode(agent.Name, GraphNodeKind.ConnectedAgent, Line(agent.Syntax));
        if (edges.Exists(e => e.Kind == EdgeKind.Intent)) yield return new GraphNode(Graph.Customer, GraphNodeKind.Customer, 0);
        if (edges.Exists(e => e.Kind == EdgeKind.Escalate)) yield return new GraphNode(Graph.Person, GraphNodeKind.Person, 0);
        if (edges.Exists(e => e.Kind == EdgeKind.End)) yield return new GraphNode(Graph.End, GraphNodeKind.End, 0);
    }

    private void Tool(string node, ReasoningAction tool)
    {
        var where = $"tool {tool.Name}";
        ImmutableArray<string> conditions = [.. tool.Conditions.Select(Text)];
        switch (tool.Kind)
        {
            case ToolKind.Escalate:
                Add(node, Graph.Person, EdgeKind.Escalate, conditions, where, tool.Syntax);
                break;
            case ToolKind.EndSession:
                Add(node, Graph.End, EdgeKind.End, conditions, where, tool.Syntax);
                break;
            case ToolKind.Transition or ToolKind.Delegate or ToolKind.ConnectedAgent when tool.Target?.Member is { } target:
                var kind = tool.Kind switch { ToolKind.Transition => EdgeKind.Transition, ToolKind.Delegate => EdgeKind.Delegation, _ => EdgeKind.Connected };
                Add(node, target, kind, conditions, where, tool.Syntax);
                break;
        }
        Statements(node, where, tool.Body, conditions);
    }

    private void Procedure(string node, string where, ImmutableArray<StatementSyntax> statements) => Statements(node, where, statements, []);

    private void Statements(string node, string where, IEnumerable<SyntaxNode> statements, ImmutableArray<string> conditions)
    {
        foreach (var statement in statements) Statement(node, where, statement, conditions);
    }

    private void Statement(string node, string where, SyntaxNode statement, ImmutableArray<string> conditions)
    {
        switch (statement)
        {
            case IfStatementSyntax choice:
                foreach (var branch in choice.Branches)
                    Statements(node, where, branch.Body.Members, conditions.Add(branch.Condition is { } condition ? Text(condition) : "otherwise"));
                break;
            case TransitionStatementSyntax { Target: ReferenceSyntax { Member: { } target } }:
                Add(node, target, EdgeKind.Transition, conditions, where, statement);
                break;
            case RunStatementSyntax run:
                if (run.Action is ReferenceSyntax { Namespace: "utils" } utility) Utility(node, where, utility.Member, conditions, run);
                Statements(node, where, run.Body.Members, conditions);
                break;
            case OnFailureStatementSyntax failure:
                Statements(node, where, failure.Body.Members, conditions.Add("on failure"));
                break;
        }
    }

    private void Utility(string node, string where, string? name, ImmutableArray<string> conditions, SyntaxNode at)
    {
        if (name == "escalate") Add(node, Graph.Person, EdgeKind.Escalate, conditions, where, at);
        else if (name == "end_session") Add(node, Graph.End, EdgeKind.End, conditions, where, at);
    }

    private void Add(string from, string to, EdgeKind kind, ImmutableArray<string> conditions, string where, SyntaxNode at) =>
        edges.Add(new Edge(from, to, kind, conditions.IsEmpty ? null : string.Join(" and ", conditions), where, Line(at)));

    private int Line(SyntaxNode node) => source.Line(node.Start) + 1;

    private string Text(ExpressionSyntax expression) => source.Text[expression.Start..expression.End];
}
