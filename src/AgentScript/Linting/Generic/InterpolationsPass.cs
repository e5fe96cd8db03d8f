using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary><c>{!…}</c> with an expression in it.</summary>
internal sealed class InterpolationsPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (template, _) in context.Uses.Templates)
        {
            foreach (var part in template.Parts)
            {
                if (part is InterpolationSyntax { Expression: ErrorExpressionSyntax })
                {
                    context.Warning("malformed-interpolation", "Between {! and } an expression is expected, like {!@variables.name}.", part);
                }
            }
        }
    }
}
