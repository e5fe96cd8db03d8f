using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>system-message-mutable-variable</c>: the messages are said before anything can have been set.</summary>
internal sealed class SystemMessages : ILintPass
{
    public void Run(LintContext context)
    {
        var (welcome, error) = (context.Script.System.Welcome as TemplateSyntax, context.Script.System.Error as TemplateSyntax);
        if (welcome is null && error is null) return;
        foreach (var use in context.Uses.References)
        {
            if (use is not { InTemplate: true, Syntax: { Namespace: "variables" } reference } || !(Within(reference, welcome) || Within(reference, error))) continue;
            if (context.Symbols.Variable(reference.Member) is not { } variable || variable.Modifier == Modifier.Linked) continue;
            if ("External".Equals(variable.Declaration.Text("visibility"), StringComparison.OrdinalIgnoreCase)) continue;
            context.Error("system-message-mutable-variable", $"'{variable.Name}' has no value yet when this is said: use a linked variable, or one with 'visibility: \"External\"'.", reference);
        }
    }

    private static bool Within(ReferenceSyntax reference, TemplateSyntax? template) => template is not null && reference.Start >= template.Start && reference.End <= template.End;
}
