using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>Statements behind a transition, or behind an if whose branches all end in one.</summary>
internal sealed class UnreachableCodePass : ILintPass
{
    public void Run(LintContext context)
    {
        Body(context, context.Tree.Mapping);
    }

    private static void Body(LintContext context, BodySyntax? body)
    {
        if (body is not MappingSyntax mapping) return;
        Leaves(context, mapping.Members);
    }

    /// <summary>Reports in the order of the text; says whether control never gets behind the last member.</summary>
    private static bool Leaves(LintContext context, ImmutableArray<MemberSyntax> members)
    {
        var left = false;
        var reported = false;
        foreach (var member in members)
        {
            if (left && !reported && member is StatementSyntax and not (ErrorStatementSyntax or AvailableWhenStatementSyntax or WithStatementSyntax))
            {
                reported = true;
                context.Warning("unreachable-code", "This never runs: control has left in the lines before it.", member);
            }
            switch (member)
            {
                case TransitionStatementSyntax:
                    left = true;
                    break;
                case IfStatementSyntax conditional:
                    left |= Branches(context, conditional);
                    break;
                case RunStatementSyntax run:
                    Body(context, run.Body);
                    break;
                case OnFailureStatementSyntax failure:
                    Body(context, failure.Body);
                    break;
                case EntrySyntax entry:
                    Body(context, entry.Body);
                    break;
            }
        }
        return left;
    }

    private static bool Branches(LintContext context, IfStatementSyntax conditional)
    {
        var all = true;
        foreach (var branch in conditional.Branches) all &= Leaves(context, branch.Body.Members);
        return all && conditional.Branches[^1].Condition is null;
    }
}
