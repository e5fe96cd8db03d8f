using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>Declarations: <c>name: [mutable|linked] TYPE [= default]</c> with properties below.</summary>
internal sealed class TypedMapChecker(LintContext context, BlockChecker blocks)
{
    public void Check(EntrySyntax map, Field field)
    {
        if (map.Body is not MappingSyntax { Members.Length: > 0 } mapping)
        {
            if (map.Body is SequenceSyntax) context.Error("type-mismatch", $"'{field.Name}' expects declarations: 'name: type'.", map.Body);
            else if (map.Body is null && map.Value is null && field.Name is "inputs" or "outputs") context.Error("empty-block", $"'{field.Name}' is empty; leave it out.", map);
            return;
        }
        KeyUniqueness.Check(context, mapping.Members, Severity.Error, "duplicate-name");
        foreach (var member in mapping.Members)
        {
            if (member is EntrySyntax entry) Declaration(entry, field);
            else blocks.Misplaced(member, $"in '{field.Name}'");
        }
    }

    private void Declaration(EntrySyntax entry, Field field)
    {
        Name(entry.Key, field);
        Type(entry, field);
        if (entry.Body is MappingSyntax mapping) blocks.Members(entry.Key, mapping, field.Block!);
    }

    private void Name(KeySyntax key, Field field)
    {
        if (key.Second is not null)
        {
            context.Error("composite-key", $"'{key.Text}' is two names; expected one.", key);
            return;
        }
        var name = key.First.Text;
        if (string.IsNullOrWhiteSpace(name)) context.Error("empty-field-name", "A name is expected before the colon.", key);
        else if (TypeNames.Reserved.Contains(name)) context.Error("reserved-name", $"'{name}' is a word of the language and cannot be a name; write '{name}_value' or the like.", key);
        else if (field.KeyPattern is { } pattern && (name.Length > Patterns.NameLength || !pattern.IsMatch(name))) context.Error("invalid-key-pattern", $"'{name}' is no name for one of the {field.Name}; expected {Patterns.NameSays}, {Patterns.NameLength} characters at most.", key);
    }

    private void Type(EntrySyntax entry, Field field)
    {
        var (type, modifier) = entry.Value switch
        {
            DeclarationSyntax declaration => (declaration.Type, declaration.Modifier),
            AssignmentSyntax assignment => (assignment.Left, null),
            _ => (entry.Value as ExpressionSyntax, null),
        };
        if (modifier is not (null or { Text: "mutable" or "linked" }))
        {
            context.Error("invalid-modifier", $"'{modifier.Text}' is no modifier; expected mutable or linked.{Suggestion.DidYouMean(modifier.Text, ["mutable", "linked"])}", modifier);
        }
        if (type is null or ErrorExpressionSyntax)
        {
            if (!field.TypeMayBeProperty || entry.Body is null) context.Error("missing-type", $"'{entry.Key.Text}' has no type; expected one like '{entry.Key.Text}: string'.", entry.Key);
            return;
        }
        new DeclaredType(context, entry.Key.Text).Check(type);
    }
}
