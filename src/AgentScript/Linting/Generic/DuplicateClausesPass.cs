using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>The same <c>with</c> or the same <c>set</c> target twice in the body of one run or one reasoning action.</summary>
internal sealed class DuplicateClausesPass : ILintPass
{
    public void Run(LintContext context)
    {
        var seen = new HashSet<(char, string)>();
        foreach (var (tool, _) in context.Uses.Tools)
        {
            seen.Clear();
            foreach (var binding in tool.Bindings) Binding(context, seen, binding);
            Sets(context, seen, tool.Syntax.Body as MappingSyntax);
        }
        foreach (var (run, _) in context.Uses.Runs)
        {
            seen.Clear();
            foreach (var member in run.Body.Members)
            {
                if (member is not WithStatementSyntax with) continue;
                foreach (var binding in with.Bindings) Binding(context, seen, binding);
            }
            Sets(context, seen, run.Body);
        }
    }

    private static void Binding(LintContext context, HashSet<(char, string)> seen, BindingSyntax binding)
    {
        if (!seen.Add(('w', binding.Name.Text))) context.Warning("duplicate-clause", $"'with {binding.Name.Text}' is here twice; the last one counts.", binding);
    }

    private static void Sets(LintContext context, HashSet<(char, string)> seen, MappingSyntax? body)
    {
        foreach (var member in body?.Members ?? [])
        {
            if (member is SetStatementSyntax { Target: ReferenceSyntax target } set && !seen.Add(('s', target.ToString())))
            {
                context.Warning("duplicate-clause", $"'set {target}' is here twice; the last one counts.", set);
            }
        }
    }
}
