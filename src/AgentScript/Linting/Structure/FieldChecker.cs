using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>What stands at and below a known key.</summary>
internal sealed class FieldChecker(LintContext context, BlockChecker blocks)
{
    private readonly TypedMapChecker typed = new(context, blocks);

    public void Check(EntrySyntax entry, Field field)
    {
        switch (field.Kind)
        {
            case FieldKind.Anything:
                break;
            case FieldKind.Block:
                NoValue(entry, field);
                blocks.Fields(entry, entry.Body, field.Block!);
                break;
            case FieldKind.Collection:
                NoValue(entry, field);
                Collection(entry, field);
                break;
            case FieldKind.Sequence:
                NoValue(entry, field);
                Sequence(entry, field);
                break;
            case FieldKind.TypedMap:
                NoValue(entry, field);
                typed.Check(entry, field);
                break;
            case FieldKind.Tools or FieldKind.References:
                NoValue(entry, field);
                Tools(entry, field);
                break;
            case FieldKind.Procedure or FieldKind.Deterministic:
                ProcedureChecker.Check(context, entry, field);
                break;
            default:
                Scalar(entry, field);
                break;
        }
    }

    private void NoValue(EntrySyntax entry, Field field)
    {
        if (entry.Value is null or IdentifierSyntax { Name: "empty" } || (field.IsNamed && entry.Key.Second is null)) return;
        context.Error("type-mismatch", $"'{field.Name}' expects a block on the lines below it, not a value.", entry.Value);
    }

    private void Collection(EntrySyntax entry, Field field)
    {
        foreach (var item in NamedEntries(entry, field))
        {
            if (item.Value is not null) context.Error("type-mismatch", $"'{item.Key.Text}' expects fields on the lines below it, not a value.", item.Value);
            blocks.Fields(item, item.Body, field.Block!);
        }
    }

    /// <summary>What stands below a key whose entries are named by the author; anything else there is reported.</summary>
    private IEnumerable<EntrySyntax> NamedEntries(EntrySyntax entry, Field field)
    {
        if (entry.Body is not MappingSyntax mapping) yield break;
        KeyUniqueness.Check(context, mapping.Members);
        foreach (var member in mapping.Members)
        {
            if (member is not EntrySyntax named)
            {
                blocks.Misplaced(member, $"in '{field.Name}'");
                continue;
            }
            Name(named);
            yield return named;
        }
    }

    /// <summary>Each entry has a value, statements, and a few fields.</summary>
    private void Tools(EntrySyntax entry, Field field)
    {
        foreach (var tool in NamedEntries(entry, field))
        {
            if (tool.Body is not MappingSyntax body) continue;
            KeyUniqueness.Check(context, body.Members);
            foreach (var inside in body.Members)
            {
                if (inside is EntrySyntax property) blocks.Field(property, field.Block!);
                else ProcedureChecker.Statement(context, (StatementSyntax)inside, templates: true);
            }
        }
    }

    private void Sequence(EntrySyntax entry, Field field)
    {
        if (entry.Body is null) return;
        if (entry.Body is not SequenceSyntax sequence)
        {
            context.Error("type-mismatch", $"'{field.Name}' expects a list: lines that begin with '- '.", entry.Body);
            return;
        }
        foreach (var item in sequence.Items)
        {
            if (item.Body is MappingSyntax mapping) blocks.Members(item, mapping, field.Block!);
            else context.Error("invalid-sequence-element", $"An item of '{field.Name}' has fields: expected '- name: value'.", item);
        }
    }

    private void Name(EntrySyntax item)
    {
        if (item.Key.Second is not null) context.Error("composite-key", $"'{item.Key.Text}' is two names; expected one.", item.Key);
        else if (item.Key.First.Text.Length == 0) context.Error("empty-field-name", "A name is expected before the colon.", item.Key);
    }

    private void Scalar(EntrySyntax entry, Field field)
    {
        if (entry.Value is null && entry.Body is null)
        {
            context.Error("missing-value", $"'{field.Name}' has no value; expected {ValueChecker.Expected(field)}.", entry.Key);
            return;
        }
        if (field.Kind == FieldKind.List)
        {
            ListChecker.Check(context, entry, field);
            return;
        }
        if (entry.Value is not null)
        {
            ValueChecker.Check(context, entry.Value, field);
            blocks.Unknown(entry.Body);
            return;
        }
        switch (entry.Body)
        {
            case ValueBodySyntax { Value: var value }:
                ValueChecker.Check(context, value, field);
                break;
            case MappingSyntax mapping when ValueChecker.TakesTemplates(field) && mapping.Members.All(m => m is TemplateStatementSyntax):
                break;
            case { } body:
                context.Error("type-mismatch", $"'{field.Name}' expects {ValueChecker.Expected(field)}, not a block.", body);
                blocks.Unknown(body);
                break;
        }
    }
}
