using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Linting.Uses;

/// <summary>Statements and clauses of the shared walk.</summary>
internal sealed class StatementWalk(ScriptUses uses, UseWalk walk)
{
    public void Statement(StatementSyntax statement, Place place)
    {
        switch (statement)
        {
            case TemplateStatementSyntax template:
                uses.Template(template.Template, place);
                break;
            case IfStatementSyntax conditional:
                uses.Ifs.Add(new(conditional, place));
                foreach (var branch in conditional.Branches)
                {
                    uses.Expression(branch.Condition, place);
                    walk.Body(branch.Body, place);
                }
                break;
            case RunStatementSyntax run:
                uses.Runs.Add(new(run, place));
                uses.Expression(run.Action, place, UseRole.RunTarget);
                walk.Body(run.Body, place with { Run = run });
                break;
            case SetStatementSyntax set:
                uses.Sets.Add(new(set, place));
                uses.Expression(set.Target, place, UseRole.SetTarget);
                uses.Expression(set.Value, place, UseRole.SetValue);
                break;
            case TransitionStatementSyntax transition:
                uses.Transitions.Add(new(transition, place));
                Clauses(transition.Clauses, place);
                break;
            case WithStatementSyntax with:
                Bindings(with.Bindings, place);
                break;
            case AvailableWhenStatementSyntax available:
                uses.Conditions.Add(new(available, place));
                uses.Expression(available.Condition, place);
                break;
            case CollectStatementSyntax collect:
                uses.Collects.Add(new(collect, place));
                uses.Expression(collect.Target, place, UseRole.CollectTarget);
                walk.Body(collect.Body, place);
                break;
            case OnFailureStatementSyntax failure:
                walk.Body(failure.Body, place);
                break;
        }
    }

    public void Clauses(ImmutableArray<ClauseSyntax> clauses, Place place)
    {
        foreach (var clause in clauses)
        {
            if (clause is ToClauseSyntax to) uses.Expression(to.Target, place, UseRole.TransitionTarget);
            else if (clause is WithClauseSyntax with) Bindings(with.Bindings, place);
        }
    }

    private void Bindings(ImmutableArray<BindingSyntax> bindings, Place place)
    {
        foreach (var binding in bindings)
        {
            uses.Bindings.Add(new(binding, place));
            uses.Expression(binding.Value, place);
        }
    }
}
