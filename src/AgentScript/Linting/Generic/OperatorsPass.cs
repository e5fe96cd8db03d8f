using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary><c>*</c> and <c>/</c> parse and run here, and nowhere else.</summary>
internal sealed class OperatorsPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (binary, _) in context.Uses.Binaries)
        {
            if (binary.Operator is not (BinaryOperator.Multiply or BinaryOperator.Divide)) continue;
            var sign = binary.Operator == BinaryOperator.Multiply ? '*' : '/';
            context.Error("unsupported-operator", $"The operator {sign} is not portable; expected +, - or a comparison, or an action that calculates.", binary);
        }
    }
}
