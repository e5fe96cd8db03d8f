using AgentScript.Model;

namespace AgentScript.Linting.Types;

/// <summary><c>set-variables-unknown-variable</c> and <c>set-variables-immutable-target</c>: what <c>@utils.setVariables</c> writes.</summary>
internal sealed class SetVariables : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (tool, _) in context.Uses.Tools)
        {
            if (tool.Kind != ToolKind.SetVariables) continue;
            foreach (var binding in tool.Bindings)
            {
                var name = binding.Name.Text;
                if (context.Symbols.Variable(name) is not { } variable)
                {
                    context.Error("set-variables-unknown-variable", $"There is no variable '{name}': declare it as '{name}: mutable string' in 'variables'.", binding);
                }
                else if (variable.Modifier != Modifier.Mutable)
                {
                    context.Error("set-variables-immutable-target", $"Variable '{name}' is {(variable.Modifier == Modifier.Linked ? "linked" : "constant")} and cannot be set: declare it 'mutable'.", binding);
                }
            }
        }
    }
}
