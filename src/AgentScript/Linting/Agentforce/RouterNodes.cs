using AgentScript.Model;

namespace AgentScript.Linting.Agentforce;

/// <summary>The <c>hyperclassifier-…</c> family: a node whose model only picks one of its transitions.</summary>
internal sealed class RouterNodes : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var node in context.Script.Nodes)
        {
            if (!node.IsRouter) continue;
            foreach (var tool in node.Tools)
            {
                if (tool.Kind == ToolKind.Transition) continue;
                context.Error("hyperclassifier-non-transition", $"The model of '{node.Name}' only picks a transition: '{tool.Name}' must be '@utils.transition to …'.", tool.Syntax);
            }
            Not(context, node, "before_reasoning", "hyperclassifier-before-reasoning");
            Not(context, node, "after_reasoning", "hyperclassifier-after-reasoning");
        }
    }

    private static void Not(LintContext context, Node node, string field, string code)
    {
        if (node.Syntax.Field(field) is { } procedure) context.Error(code, $"The model of '{node.Name}' only picks a transition: there is no '{field}' in such a node.", procedure.Content());
    }
}
