using System.Collections.Immutable;
using System.Globalization;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Coverage;

/// <summary>All that a script can do, to hold against what it did.</summary>
public static class Branches
{
    internal const string Else = "else";

    /// <summary>In the order of the source.</summary>
    public static ImmutableArray<Branch> Of(Script script)
    {
        var found = new Finder(script.Tree.Source);
        foreach (var node in script.Nodes)
        {
            found.Add(BranchKind.Node, node.Name, node.Name, "enter", node.Syntax);
            if (node.Intent is { } intent) found.Add(BranchKind.Intent, node.Name, node.Name, "intent", intent.Syntax);
            found.Statements(node.Name, node.Before);
            found.Statements(node.Name, node.Instructions);
            foreach (var tool in node.Tools)
            {
                found.Add(BranchKind.Tool, node.Name, tool.Name, "tool", tool.Syntax);
                found.Statements(node.Name, tool.Body, tool.Name, tool.Syntax);
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

        public void Add(BranchKind kind, string node, string name, string traced, SyntaxNode at) => Branches.Add(new Branch(kind, node, name, Line(at), new Traced(traced, name, Line(at))));

        /// <param name="action">The action they run after, and where it is called.</param>
        public void Statements(string node, IEnumerable<SyntaxNode> statements, string action = "", SyntaxNode? call = null)
        {
            foreach (var statement in statements) Statement(node, statement, action, call);
        }

        private void Statement(string node, SyntaxNode statement, string action, SyntaxNode? call)
        {
            switch (statement)
            {
                case IfStatementSyntax choice:
                    Choice(node, choice, action, call);
                    break;
                case RunStatementSyntax run:
                    Statements(node, run.Body.Members, run.Action is ReferenceSyntax { Member: { } name } ? name : "", run);
                    break;
                case OnFailureStatementSyntax failure when call is not null:
                    Branches.Add(new Branch(BranchKind.OnFailure, node, action, Line(failure), new Traced("failed", action, Line(call))));
                    Statements(node, failure.Body.Members, action, call);
                    break;
            }
        }

        /// <summary>The ways of an if are told apart by its line and their place: then, 1, 2, …, else.</summary>
        private void Choice(string node, IfStatementSyntax choice, string action, SyntaxNode? call)
        {
            for (var i = 0; i < choice.Branches.Length; i++)
            {
                var branch = choice.Branches[i];
                var way = branch.Condition is null ? Else : i == 0 ? "then" : i.ToString(CultureInfo.InvariantCulture);
                var name = branch.Condition is { } condition ? source.Text[condition.Start..condition.End] : Else;
                Branches.Add(new Branch(BranchKind.Branch, node, name, Line(branch), new Traced("branch", way, Line(choice))));
                Statements(node, branch.Body.Members, action, call);
            }
            if (choice.Branches is [.., { Condition: not null }]) Branches.Add(new Branch(BranchKind.Branch, node, Else, Line(choice), new Traced("branch", Else, Line(choice))));
        }

        private int Line(SyntaxNode node) => source.Line(node.Start) + 1;
    }
}
