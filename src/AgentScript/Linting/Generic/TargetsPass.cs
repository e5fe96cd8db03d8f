using AgentScript.Linting.Uses;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>References in the places that take only some kinds of things: tools, runs, transitions.</summary>
internal sealed class TargetsPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var use in context.Uses.References)
        {
            var expected = use.Role switch
            {
                UseRole.ToolValue when !IsTool(use.Syntax) => "an action, a node, another agent, or one of @utils.transition, setVariables, escalate and end_session",
                UseRole.RunTarget when use.Place.Procedure != ProcedureKind.None && !IsRunnable(use) => "@actions.NAME",
                UseRole.TransitionTarget when !IsNode(use.Syntax) => "@subagent.NAME, @topic.NAME, @start_agent.NAME or @connected_subagent.NAME",
                _ => null,
            };
            if (expected is not null) context.Error("constraint-resolved-type", $"{use.Syntax} cannot be used here; expected {expected}.", use.Syntax);
        }
    }

    private static bool IsTool(ReferenceSyntax reference) => reference.Namespace == "utils"
        ? reference.Member is "transition" or "setVariables" or "escalate" or "end_session"
        : reference.Namespace == "actions" || IsNode(reference);

    private static bool IsRunnable(ReferenceUse use) =>
        use.Syntax.Namespace == "actions" || (use is { Syntax: { Namespace: "utils", Member: "escalate" or "end_session" }, Place.Procedure: ProcedureKind.Reply });

    private static bool IsNode(ReferenceSyntax reference) => reference.Namespace is "subagent" or "topic" or "start_agent" or "connected_subagent";
}
