using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary><c>fa-unreachable-subagent</c> and <c>fa-no-way-out</c>: nodes nobody comes to, and customers who come to nobody.</summary>
internal sealed class Reachability : ILintPass
{
    public void Run(LintContext context)
    {
        if (context.Script.Start is not { } start) return;
        var graph = new NodeGraph(context);
        for (var i = 0; i < context.Script.Nodes.Length; i++)
        {
            var node = context.Script.Nodes[i];
            if (!graph.Reachable[i])
            {
                context.Warning("fa-unreachable-subagent", $"Nothing leads to '{node.Name}' from '{start.Name}': no transition, no delegation, no intent.", node.Syntax.Key);
            }
            if (graph.Edges[i] is null && IsSilent(node))
            {
                context.Warning("fa-no-way-out", $"'{node.Name}' says nothing and leads nowhere: give it instructions, a reply or a transition.", node.Syntax.Key);
            }
        }
        if (!ReachesPerson(context, graph))
        {
            context.Warning("fa-no-way-out", "A customer can reach no person from anywhere in this script: offer '@utils.escalate' as a tool, or 'run @utils.escalate'.", start.Syntax.Key);
        }
    }

    private static bool IsSilent(Node node) =>
        node.Instructions.IsEmpty && node.Reply is null && node.Tools.IsEmpty && node.System.Instructions is null && node.Before.IsEmpty && node.Syntax.Field("schema") is null;

    private static bool ReachesPerson(LintContext context, NodeGraph graph)
    {
        foreach (var (tool, place) in context.Uses.Tools)
        {
            if (tool.Kind == ToolKind.Escalate && graph.IsReachable(place.Node)) return true;
            if (tool.Kind == ToolKind.ConnectedAgent && Escalates(context, tool) && graph.IsReachable(place.Node)) return true;
        }
        foreach (var (run, place) in context.Uses.Runs)
        {
            if (run.Action is ReferenceSyntax { Namespace: "utils", Member: "escalate" } && graph.IsReachable(place.Node)) return true;
        }
        return false;
    }

    private static bool Escalates(LintContext context, ReasoningAction tool) =>
        context.Symbols.ConnectedAgent(tool.Target?.Member)?.Syntax.Field("delegate_escalation")?.Value is BooleanSyntax { Value: true };
}
