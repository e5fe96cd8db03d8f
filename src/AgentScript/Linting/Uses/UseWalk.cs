using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Uses;

/// <summary>The one walk over a script's tree that all passes share. Knows where procedures and reasoning actions stand, and no more of the schema.</summary>
internal sealed class UseWalk
{
    private readonly ScriptUses uses = new();

    public static ScriptUses Over(Script script)
    {
        var walk = new UseWalk();
        var next = 0;
        foreach (var member in script.Tree.Mapping.Members)
        {
            if (member is not EntrySyntax entry) continue;
            if (next < script.Nodes.Length && ReferenceEquals(script.Nodes[next].Syntax, entry)) walk.Node(script.Nodes[next++]);
            else walk.Entry(entry, new Place(entry, null, ProcedureKind.None, null, null));
        }
        return walk.uses;
    }

    private void Node(Node node)
    {
        var place = new Place(node.Syntax, node, ProcedureKind.None, null, null);
        foreach (var member in Members(node.Syntax))
        {
            if (member is EntrySyntax { Key.Text: "reasoning" } reasoning) Reasoning(reasoning, place);
            else Member(member, place);
        }
    }

    private void Reasoning(EntrySyntax reasoning, Place place)
    {
        foreach (var member in Members(reasoning))
        {
            if (member is EntrySyntax { Key.Text: "actions" } actions) Tools(actions, place);
            else Member(member, place);
        }
    }

    private void Tools(EntrySyntax actions, Place place)
    {
        var tools = place.Node!.Tools;
        var next = 0;
        foreach (var member in Members(actions))
        {
            if (member is not EntrySyntax entry || next >= tools.Length || !ReferenceEquals(tools[next].Syntax, entry))
            {
                Member(member, place);
                continue;
            }
            var tool = tools[next++];
            var inside = place with { Procedure = ProcedureKind.Tool, Tool = tool };
            uses.Tools.Add((tool, inside));
            Value(entry.Value, inside, UseRole.ToolValue);
            Body(entry.Body, inside);
        }
    }

    private void Member(MemberSyntax member, Place place)
    {
        if (member is EntrySyntax entry) Entry(entry, place);
        else Statement((StatementSyntax)member, place);
    }

    private void Entry(EntrySyntax entry, Place place)
    {
        if (place.Procedure == ProcedureKind.None && KindOf(entry.Key.Text) is var kind && kind != ProcedureKind.None) place = place with { Procedure = kind };
        Value(entry.Value, place, entry.Key.Text == "source" ? UseRole.Source : UseRole.Value);
        Body(entry.Body, place);
    }

    private static ProcedureKind KindOf(string key) => key switch
    {
        "before_reasoning" => ProcedureKind.Before,
        "instructions" => ProcedureKind.Instructions,
        "after_reasoning" => ProcedureKind.After,
        "reply" => ProcedureKind.Reply,
        "after_response" => ProcedureKind.AfterResponse,
        "on_init" => ProcedureKind.OnInit,
        "on_exit" => ProcedureKind.OnExit,
        _ => ProcedureKind.None,
    };

    private void Body(BodySyntax? body, Place place)
    {
        switch (body)
        {
            case MappingSyntax mapping:
                foreach (var member in mapping.Members) Member(member, place);
                break;
            case SequenceSyntax sequence:
                foreach (var item in sequence.Items)
                {
                    Value(item.Value, place, UseRole.Value);
                    Body(item.Body, place);
                }
                break;
            case ValueBodySyntax { Value: var value }:
                Value(value, place, UseRole.Value);
                break;
        }
    }

    /// <summary>The type of a declaration is no value and is not walked.</summary>
    private void Value(SyntaxNode? value, Place place, UseRole role)
    {
        switch (value)
        {
            case null or IdentifierSyntax { Name: "empty" }:
                break;
            case DeclarationSyntax declaration:
                uses.Expression(declaration.Default, place);
                break;
            case AssignmentSyntax assignment:
                uses.Expression(assignment.Right, place);
                break;
            case ClausedSyntax claused:
                uses.Expression(claused.Value, place, role);
                Clauses(claused.Clauses, place);
                break;
            default:
                uses.Expression(value, place, role);
                break;
        }
    }

    private void Clauses(ImmutableArray<ClauseSyntax> clauses, Place place)
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

    private void Statement(StatementSyntax statement, Place place)
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
                    Body(branch.Body, place);
                }
                break;
            case RunStatementSyntax run:
                uses.Runs.Add(new(run, place));
                uses.Expression(run.Action, place, UseRole.RunTarget);
                Body(run.Body, place with { Run = run });
                break;
            case SetStatementSyntax set:
                uses.Sets.Add(new(set, place));
                uses.Expression(set.Target, place, UseRole.SetTarget);
                uses.Expression(set.Value, place);
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
                Body(collect.Body, place);
                break;
            case OnFailureStatementSyntax failure:
                Body(failure.Body, place);
                break;
        }
    }

    private static ImmutableArray<MemberSyntax> Members(EntrySyntax entry) => entry.Body is MappingSyntax mapping ? mapping.Members : [];
}
