using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>Calls of functions that exist, by their plain name.</summary>
internal sealed class CallsPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (call, _) in context.Uses.Calls)
        {
            switch (call.Function)
            {
                case IdentifierSyntax { Name: var name } when Known(context, name):
                case ErrorExpressionSyntax:
                    break;
                case IdentifierSyntax { Name: var name }:
                    context.Error("unknown-function", $"There is no function '{name}'; expected {string.Join(", ", Names(context))}.{Suggestion.DidYouMean(name, Names(context))}", call);
                    break;
                case MemberAccessSyntax { Target: IdentifierSyntax { Name: var ns } }:
                    context.Error("namespace-function-call", $"There are no functions in a namespace '{ns}'; expected {string.Join(", ", Names(context))}.", call);
                    break;
                default:
                    context.Error("indirect-function-call", $"Only a function's own name can be called; expected {string.Join(", ", Names(context))}.", call);
                    break;
            }
        }
    }

    private static bool Known(LintContext context, string name) =>
        Dialect.Functions.Contains(name) || (context.Script.IsExtended && Dialect.ExtensionFunctions.Contains(name));

    private static IEnumerable<string> Names(LintContext context) => context.Script.IsExtended ? Dialect.Functions.Union(Dialect.ExtensionFunctions) : Dialect.Functions;
}
