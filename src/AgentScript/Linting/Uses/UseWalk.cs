using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Uses;

/// <summary>The one walk over a script's tree that all passes share. Follows the dialect's tables where they know the keys, and walks on where they do not.</summary>
internal sealed class UseWalk
{
    private readonly ScriptUses uses = new();
    private readonly StatementWalk statements;

    private UseWalk() => statements = new(uses, this);

    public static ScriptUses Over(Script script, Dialect? dialect)
    {
        var walk = new UseWalk();
        var next = 0;
        foreach (var member in script.Tree.Mapping.Members)
        {
            if (member is not EntrySyntax entry) continue;
            var isNode = next < script.Nodes.Length && ReferenceEquals(script.Nodes[next].Syntax, entry);
            walk.Entry(entry, dialect?.Root.Find(entry.Key.First.Text), new Place(entry, isNode ? script.Nodes[next++] : null, ProcedureKind.None, null, null));
        }
        return walk.uses;
    }

    /// <summary>Members of a place nobody has tables for: of a procedure, of a key that is unknown.</summary>
    public void Body(BodySyntax? body, Place place)
    {
        switch (body)
        {
            case MappingSyntax mapping:
                foreach (var member in mapping.Members)
                {
                    if (member is EntrySyntax entry) Entry(entry, null, place);
                    else statements.Statement((StatementSyntax)member, place);
                }
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

    private void Entry(EntrySyntax entry, Field? field, Place place)
    {
        switch (field?.Kind)
        {
            case FieldKind.Block:
                Fields(entry.Body, field.Block!, place);
                break;
            case FieldKind.Collection or FieldKind.References:
                Items(entry, field, place);
                break;
            case FieldKind.Tools:
                Tools(entry, place);
                break;
            case FieldKind.TypedMap:
                Declarations(entry, field, place);
                break;
            case FieldKind.Procedure or FieldKind.Deterministic:
                var inside = place with { Procedure = KindOf(field.Name) };
                Value(entry.Value, inside, UseRole.Value);
                Body(entry.Body, inside);
                break;
            case FieldKind.Anything:
                var (words, references) = (uses.Identifiers.Count, uses.References.Count);
                Value(entry.Value, place, UseRole.Value);
                Body(entry.Body, place);
                uses.Identifiers.RemoveRange(words, uses.Identifiers.Count - words);
                for (var i = references; i < uses.References.Count; i++) uses.References[i] = uses.References[i] with { Role = UseRole.Host };
                break;
            case null:
                if (entry.Value is DeclarationSyntax { Modifier: var word }) uses.Identifiers.Add(new(new IdentifierSyntax(word.Start, word.End, word.Text), place));
                Value(entry.Value, place, UseRole.Value);
                Body(entry.Body, place);
                break;
            default:
                Value(entry.Value, place, field.Kind == FieldKind.Reference ? UseRole.Source : UseRole.Value);
                Body(entry.Body, place);
                break;
        }
    }

    private void Fields(BodySyntax? body, Block block, Place place)
    {
        if (body is not MappingSyntax mapping)
        {
            Body(body, place);
            return;
        }
        foreach (var member in mapping.Members)
        {
            if (member is EntrySyntax entry) Entry(entry, block.Find(entry.Key.First.Text) ?? Hosted(block, entry), place);
            else statements.Statement((StatementSyntax)member, place);
        }
    }

    /// <summary>A field of one of the block's variants: which one it is does not matter to the walk.</summary>
    private static Field? Hosted(Block block, EntrySyntax entry)
    {
        foreach (var (_, variant) in block.Variants)
        {
            if (variant.Find(entry.Key.First.Text) is { } field) return field;
        }
        return null;
    }

    private void Items(EntrySyntax entry, Field field, Place place)
    {
        if (entry.Body is not MappingSyntax mapping) return;
        foreach (var member in mapping.Members)
        {
            if (member is not EntrySyntax item) continue;
            Value(item.Value, place, UseRole.Value);
            Fields(item.Body, field.Block!, place);
        }
    }

    /// <summary>The type of a declaration is no value and is not walked; a reference in its place is a value the host binds.</summary>
    private void Declarations(EntrySyntax entry, Field field, Place place)
    {
        if (entry.Body is not MappingSyntax mapping) return;
        foreach (var member in mapping.Members)
        {
            if (member is not EntrySyntax item) continue;
            if (item.Value is ReferenceSyntax) uses.Expression(item.Value, place, UseRole.Host);
            uses.Expression(item.Value switch { DeclarationSyntax declared => declared.Default, AssignmentSyntax assigned => assigned.Right, _ => null }, place);
            Fields(item.Body, field.Block!, place);
        }
    }

    private void Tools(EntrySyntax actions, Place place)
    {
        var tools = place.Node?.Tools ?? [];
        var next = 0;
        if (actions.Body is not MappingSyntax mapping) return;
        foreach (var member in mapping.Members)
        {
            if (member is not EntrySyntax entry) continue;
            var tool = next < tools.Length && ReferenceEquals(tools[next].Syntax, entry) ? tools[next++] : null;
            var inside = place with { Procedure = ProcedureKind.Tool, Tool = tool };
            if (tool is not null) uses.Tools.Add((tool, inside));
            Value(entry.Value, inside, UseRole.ToolValue);
            Body(entry.Body, inside);
        }
    }

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
                uses.Expression(assignment.Left, place);
                uses.Expression(assignment.Right, place);
                break;
            case ClausedSyntax claused:
                uses.Expression(claused.Value, place, role);
                statements.Clauses(claused.Clauses, place);
                break;
            default:
                uses.Expression(value, place, role);
                break;
        }
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
        _ => ProcedureKind.Other,
    };
}
