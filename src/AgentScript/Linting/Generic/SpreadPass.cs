using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary><c>*x</c> in a call or a list, with something to spread.</summary>
internal sealed class SpreadPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (spread, allowed) in context.Uses.Spreads)
        {
            if (spread.Operand is ErrorExpressionSyntax) context.Error("spread-missing-expression", "Behind * a list is expected.", spread);
            if (!allowed) context.Error("invalid-spread-context", "A list is spread among the arguments of a call or the items of a list, nowhere else.", spread);
        }
    }
}
