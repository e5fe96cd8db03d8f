using AgentScript.Model;
using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>Single values: their kind, then their constraints.</summary>
internal static class ValueChecker
{
    public static bool TakesTemplates(Field field) => field.Kind is FieldKind.Text or FieldKind.NullableText;

    public static string Expected(Field field) => field.Kind switch
    {
        FieldKind.Text => "a quoted string or a template",
        FieldKind.Literal => "a quoted string",
        FieldKind.NullableText => "a quoted string or None",
        FieldKind.Number => "a number without a sign",
        FieldKind.Boolean => "True or False",
        FieldKind.Reference => field.Namespaces.Length == 0 ? "a reference like @variables.name" : $"a reference like @{field.Namespaces[0]}.Id",
        FieldKind.List => "a list: lines that begin with '- ', or [a, b]",
        _ => "a string, a number, True, False or None",
    };

    public static void Check(LintContext context, SyntaxNode value, Field field)
    {
        if (value is ErrorExpressionSyntax) return;
        if (!Fits(value, field.Kind))
        {
            context.Error("type-mismatch", $"'{field.Name}' expects {Expected(field)}.{Hint(value, field.Kind)}", value);
            return;
        }
        if (field.Namespaces.Length > 0 && Root(value) is { } reference && !field.Namespaces.Contains(reference.Namespace))
        {
            var meant = Suggestion.DidYouMean(reference.Namespace, field.Namespaces);
            context.Error("constraint-allowed-namespaces", $"'{field.Name}' takes no @{reference.Namespace}; expected @{string.Join(", @", field.Namespaces)}.{meant}", value);
        }
        if (field.Constraints.Length > 0 && Literal(value) is { } literal) Constraints(context, value, field, literal);
    }

    public static void Constraints(LintContext context, SyntaxNode value, Field field, object literal)
    {
        foreach (var constraint in field.Constraints)
        {
            if (constraint.Expected(literal) is not { } expected) continue;
            var meant = constraint is OneOf { Values: var values } && literal is string text ? Suggestion.DidYouMean(text, values) : "";
            context.Error(constraint.Code, $"'{field.Name}' expects {expected}.{meant}", value);
        }
    }

    private static bool Fits(SyntaxNode value, FieldKind kind) => kind switch
    {
        FieldKind.Text => value is StringSyntax or TemplateSyntax,
        FieldKind.Literal => value is StringSyntax,
        FieldKind.NullableText => value is StringSyntax or TemplateSyntax or NoneSyntax,
        FieldKind.Number => value is NumberSyntax,
        FieldKind.Boolean => value is BooleanSyntax,
        FieldKind.Reference => Root(value) is not null,
        FieldKind.Constant => IsConstant(value),
        _ => true,
    };

    private static bool IsConstant(SyntaxNode value) => value switch
    {
        StringSyntax or TemplateSyntax or NumberSyntax or BooleanSyntax or NoneSyntax or DateTimeSyntax => true,
        UnarySyntax { Operator: UnaryOperator.Minus or UnaryOperator.Plus, Operand: NumberSyntax } => true,
        ListSyntax list => list.Items.All(IsConstant),
        DictionarySyntax dictionary => dictionary.Items.All(i => IsConstant(i.Value)),
        _ => false,
    };

    private static ReferenceSyntax? Root(SyntaxNode value)
    {
        while (value is MemberAccessSyntax member) value = member.Target;
        return value as ReferenceSyntax;
    }

    private static object? Literal(SyntaxNode value) => value switch
    {
        NumberSyntax number => number.Value,
        BooleanSyntax boolean => boolean.Value,
        _ => value.LiteralText(),
    };

    private static string Hint(SyntaxNode value, FieldKind kind) => (value, kind) switch
    {
        (IdentifierSyntax { Name: var name }, FieldKind.Boolean) when name.Equals("true", StringComparison.OrdinalIgnoreCase) => " Write True.",
        (IdentifierSyntax { Name: var name }, FieldKind.Boolean) when name.Equals("false", StringComparison.OrdinalIgnoreCase) => " Write False.",
        (IdentifierSyntax { Name: var name }, FieldKind.Text or FieldKind.Literal or FieldKind.NullableText) => $" Write \"{name}\" with quotes.",
        _ => "",
    };
}
