using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary>
/// <c>fa-transition-cycle</c>: transitions of procedures that lead back to their node with no customer and no model asked between them.
/// A warning when nothing can stop it, information when a condition may. Depth of conditions is bounded by the parser's own limit.
/// </summary>
internal sealed class TransitionCycles : ILintPass
{
    private const int ShownNodes = 6;

    private readonly record struct Edge(int To, bool Conditional, TransitionStatementSyntax At);

    /// <param name="Next">The edge to look at next.</param>
    /// <param name="Conditions">On the edges from the path's beginning to this node.</param>
    private readonly record struct Visit(int Node, int Next, int Conditions);

    public void Run(LintContext context)
    {
        if (context.Uses.Transitions.Count == 0) return;
        var nodes = context.Script.Nodes;
        var names = new Dictionary<string, int>(nodes.Length, StringComparer.Ordinal);
        for (var i = 0; i < nodes.Length; i++) names[nodes[i].Name] = i;
        var edges = new List<Edge>[nodes.Length];
        for (var i = 0; i < nodes.Length; i++) Collect(nodes[i], names, edges[i] = []);
        Find(context, edges, conditional: false);
        Find(context, edges, conditional: true);
    }

    private static void Collect(Node node, Dictionary<string, int> names, List<Edge> edges)
    {
        var conditional = false;
        if (Collect(node.Before, names, edges, ref conditional)) return;
        if (node.Reply is not { } reply) Collect(node.Instructions, names, edges, ref conditional);
        else if (!Collect(reply, names, edges, ref conditional)) Collect(node.After, names, edges, ref conditional);
    }

    /// <summary>True when what follows is never reached.</summary>
    private static bool Collect<T>(ImmutableArray<T> statements, Dictionary<string, int> names, List<Edge> edges, ref bool conditional) where T : MemberSyntax
    {
        HashSet<string>? cleared = null;
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case SetStatementSyntax { Target: ReferenceSyntax { Namespace: "variables", Member: { } variable }, Value: NoneSyntax }:
                    (cleared ??= new(StringComparer.Ordinal)).Add(variable);
                    break;
                case CollectStatementSyntax { Target: ReferenceSyntax { Member: { } asked } } when cleared?.Contains(asked) == true:
                    return true;
                case TransitionStatementSyntax transition:
                    if (transition.Target is ReferenceSyntax { Member: { } name } && names.TryGetValue(name, out var to)) edges.Add(new(to, conditional, transition));
                    return true;
                case RunStatementSyntax { Action: ReferenceSyntax { Namespace: "utils", Member: "escalate" or "end_session" } }:
                    return true;
                case RunStatementSyntax run:
                    Inside(run.Body, names, edges);
                    break;
                case CollectStatementSyntax:
                    conditional = true;
                    break;
                case OnFailureStatementSyntax failure:
                    Inside(failure.Body, names, edges);
                    break;
                case IfStatementSyntax choice:
                    foreach (var branch in choice.Branches) Inside(branch.Body, names, edges);
                    break;
            }
        }
        return false;
    }

    private static void Inside(MappingSyntax body, Dictionary<string, int> names, List<Edge> edges)
    {
        var conditional = true;
        Collect(body.Members, names, edges, ref conditional);
    }

    /// <summary>Depth first, with the path kept apart from the machine's stack: an edge back into the path closes a cycle.</summary>
    private static void Find(LintContext context, List<Edge>[] edges, bool conditional)
    {
        const int New = -1, Done = -2;
        var place = new int[edges.Length];
        Array.Fill(place, New);
        var path = new List<Visit>();
        for (var root = 0; root < edges.Length; root++)
        {
            if (place[root] != New) continue;
            Enter(root, 0);
            while (path.Count > 0)
            {
                var (node, next, conditions) = path[^1];
                if (next == edges[node].Count)
                {
                    place[node] = Done;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }
                path[^1] = new(node, next + 1, conditions);
                var edge = edges[node][next];
                if (edge.Conditional && !conditional) continue;
                if (edge.Conditional) conditions++;
                if (place[edge.To] == New) Enter(edge.To, conditions);
                else if (place[edge.To] is >= 0 and var from && (conditions > path[from].Conditions) == conditional) Report(context, edges, path, from, conditional);
            }
        }

        void Enter(int node, int conditions)
        {
            place[node] = path.Count;
            path.Add(new(node, 0, conditions));
        }
    }

    private static void Report(LintContext context, List<Edge>[] edges, List<Visit> path, int from, bool conditional)
    {
        var names = new List<string>();
        for (var i = from; i < path.Count && names.Count < ShownNodes; i++) names.Add(context.Script.Nodes[path[i].Node].Name);
        if (path.Count - from > ShownNodes) names.Add("…");
        names.Add(names[0]);
        var at = edges[path[from].Node][path[from].Next - 1].At;
        var way = string.Join(" → ", names);
        if (conditional) context.Information("fa-transition-cycle", $"{way}: these transitions come back to where they began while their conditions hold, with nobody asked in between. Make sure one of them fails.", at);
        else context.Warning("fa-transition-cycle", $"{way}: these transitions never end, as none has a condition and nobody is asked in between.", at);
    }
}
