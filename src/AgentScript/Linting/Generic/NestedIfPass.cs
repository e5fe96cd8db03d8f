using AgentScript.Linting.Uses;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary><c>if</c> within <c>if</c> or <c>else</c>, also through the body of a run. It runs here; the vendor's server refuses it.</summary>
internal sealed class NestedIfPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (conditional, _) in context.Uses.Ifs)
        {
            foreach (var branch in conditional.Branches) Inside(context, branch.Body);
        }
    }

    /// <summary>The ifs right inside; those deeper are inside of these.</summary>
    private static void Inside(LintContext context, MappingSyntax body)
    {
        foreach (var member in body.Members)
        {
            if (member is IfStatementSyntax nested)
            {
                context.Error("unsupported-nested-if", "An if inside an if is not portable: join the conditions with 'and', or use 'else if'.", nested);
            }
            else if (member is RunStatementSyntax run)
            {
                Inside(context, run.Body);
            }
        }
    }
}
