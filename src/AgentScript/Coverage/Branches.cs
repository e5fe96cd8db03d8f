using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Coverage;

/// <summary>All that a script can do, to hold against what it did.</summary>
public static class Branches
{
    /// <summary>In the order of the source.</summary>
    public static ImmutableArray<Branch> Of(Script script)
    {
        var found = new Finder(script.Tree.Source);
        foreach (var node in script.Nodes)
        {
            found.Add(BranchKind.Node, node.Name, node.Name, node.Syntax);
            if (node.Intent is { } intent) found.Add(BranchKind.Intent, node.Name, node.Name, intent.Syntax);
            found.Statements(node.Name, node.Before);
            found.Statements(node.Name, node.Instructions);
            foreach (var tool in node.Tools)
            {
                found.Add(BranchKind.Tool, node.Name, tool.Name, tool.Syntax);
                found.Statements(node.Name, tool.Body, tool.Target?.Member ?? tool.Name);
            }
            if (node.Reply is { } reply) found.Statements(node.Name, reply);
            found.Statements(node.Name, node.After);
        }
        foreach (var agent in script.ConnectedAgents) found.Statements(agent.Name, agent.AfterResponse);
        return [.. found.Branches.OrderBy(b => b.Line)];
    }

    private sealed class Finder(SourceText source)
    {
        public List<Branch> Branches { get; } = [];

        public void Add(BranchKind kind, string node, string name, SyntaxNode at) => Branches.Add(new Branch(kind, node, name, source.Line(at.Start) + 1));

        public void Statements(string node, IEnumerable<SyntaxNode> statements, string action = "")
        {
            foreach (var statement in statements) Statement(node, statement, action);
        }

        private void Statement(string node, SyntaxNode statement, string action)
        {
            switch (statement)
            {
                case IfStatementSyntax choice:
                    foreach (var branch in choice.Branches)
                    {
                        Add(BranchKind.Branch, node, branch.Condition is { } condition ? source.Text[condition.Start..condition.End] : "else", branch);
                        Statements(node, branch.Body.Members, action);
                    }
                    break;
                case RunStatementSyntax run:
                    Statements(node, run.Body.Members, run.Action is ReferenceSyntax { Member: { } name } ? name : "an action");
                    break;
                case OnFailureStatementSyntax failure:
                    Add(BranchKind.OnFailure, node, action, failure);
                    Statements(node, failure.Body.Members, action);
                    break;
            }
        }
    }
}
