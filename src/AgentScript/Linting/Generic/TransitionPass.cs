using AgentScript.Syntax;

namespace AgentScript.Linting.Generic;

/// <summary>A transition statement has one target.</summary>
internal sealed class TransitionPass : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (transition, _) in context.Uses.Transitions)
        {
            var targets = 0;
            foreach (var clause in transition.Clauses)
            {
                if (clause is ToClauseSyntax) targets++;
            }
            if (targets == 0) context.Error("transition-missing-target", "A transition needs a target; expected 'transition to @subagent.NAME'.", transition);
            else if (targets > 1) context.Error("transition-multiple-targets", $"A transition has one target; this one has {targets}.", transition);
        }
    }
}
