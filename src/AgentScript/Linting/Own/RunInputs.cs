using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary><c>fa-run-input</c>: what a <c>run</c> binds, where there is no model to fill what is missing. The vendor's linter looks at reasoning actions alone.</summary>
internal sealed class RunInputs : ILintPass
{
    public void Run(LintContext context)
    {
        var bound = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (run, place) in context.Uses.Runs)
        {
            if (run.Action is not ReferenceSyntax { Namespace: "actions" } reference || context.Symbols.Action(place.Node, reference.Member) is not { } action) continue;
            bound.Clear();
            foreach (var member in run.Body.Members)
            {
                if (member is WithStatementSyntax with) Bindings(context, with, action, bound);
            }
            foreach (var input in action.Inputs)
            {
                if (input.Default is not null || input.Flag("is_required") != true || bound.Contains(input.Name)) continue;
                context.Warning("fa-run-input", $"{reference} needs '{input.Name}', and no model is asked here: bind it with 'with {input.Name}=…', or the call fails.", reference);
            }
        }
    }

    private static void Bindings(LintContext context, WithStatementSyntax with, ActionDefinition action, HashSet<string> bound)
    {
        foreach (var binding in with.Bindings)
        {
            bound.Add(binding.Name.Text);
            if (context.Symbols.Input(action.Syntax, binding.Name.Text) is null)
            {
                context.Warning("fa-run-input", $"@actions.{action.Name} has no input '{binding.Name.Text}': declare it in 'inputs', or remove it.", binding);
            }
            else if (binding.Value is EllipsisSyntax)
            {
                context.Warning("fa-run-input", $"'{binding.Name.Text}' is left to the model, and none is asked here: give it a value.", binding);
            }
        }
    }
}
