using System.Collections.Frozen;
using AgentScript.Linting.Uses;

namespace AgentScript.Linting.Generic;

/// <summary><c>fa-unknown-namespace</c>: <c>@variable.x</c> for <c>@variables.x</c>. The vendor's linter lets it pass; the value would be None.</summary>
internal sealed class UnknownNamespacesPass : ILintPass
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "variables", "actions", "outputs", "inputs", "subagent", "topic", "start_agent", "connected_subagent", "knowledge", "response_formats", "response_actions",
        "utils", "system_variables", "MessagingSession", "MessagingEndUser", "VoiceCall");

    public void Run(LintContext context)
    {
        foreach (var use in context.Uses.References)
        {
            if (use.Role is UseRole.Source or UseRole.RunTarget or UseRole.ToolValue or UseRole.TransitionTarget || Known.Contains(use.Syntax.Namespace)) continue;
            context.Warning("fa-unknown-namespace", $"There is no namespace @{use.Syntax.Namespace}; what is read from it is None.{Suggestion.DidYouMean(use.Syntax.Namespace, Known)}", use.Syntax);
        }
    }
}
