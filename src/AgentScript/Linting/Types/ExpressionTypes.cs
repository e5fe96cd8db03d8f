using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Types;

/// <summary>
/// The type of an expression as far as the declarations tell; null where they do not. A sum is a number, whatever is added, as the
/// vendor's linter has it: texts are texts only in a file of our extension, which no vendor's linter reads.
/// </summary>
internal static class ExpressionTypes
{
    /// <param name="called">The action whose outputs <c>@outputs</c> means here, or null.</param>
    public static TypeName? TypeOf(this LintContext context, SyntaxNode? expression, ActionDefinition? called) => expression switch
    {
        StringSyntax or TemplateSyntax => TypeName.String,
        NumberSyntax => TypeName.Number,
        BooleanSyntax => TypeName.Boolean,
        ListSyntax => TypeName.List,
        DictionarySyntax => TypeName.Object,
        ParenthesizedSyntax inner => context.TypeOf(inner.Inner, called),
        UnarySyntax { Operator: UnaryOperator.Not } => TypeName.Boolean,
        UnarySyntax { Operator: UnaryOperator.Plus or UnaryOperator.Minus } => TypeName.Number,
        BinarySyntax { Operator: BinaryOperator.Add } sum when context.Script.IsExtended => OfSum(context, sum, called),
        BinarySyntax { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide } => TypeName.Number,
        BinarySyntax => TypeName.Boolean,
        ConditionalSyntax choice => context.TypeOf(choice.WhenTrue, called) is { } type && context.TypeOf(choice.WhenFalse, called) == type ? type : null,
        CallSyntax { Function: IdentifierSyntax { Name: var function } } => OfCall(function),
        ReferenceSyntax reference => OfReference(context, reference, called),
        _ => null,
    };

    private static TypeName? OfSum(LintContext context, BinarySyntax sum, ActionDefinition? called)
    {
        var left = context.TypeOf(sum.Left, called);
        if (left is null || left == TypeName.String) return left;
        return context.TypeOf(sum.Right, called) == TypeName.String ? TypeName.String : left;
    }

    private static TypeName? OfCall(string function) => function switch
    {
        "len" or "max" or "min" or "days_since" => TypeName.Number,
        "contains" => TypeName.Boolean,
        "lower" or "long_date" => TypeName.String,
        _ => null,
    };

    private static TypeName? OfReference(LintContext context, ReferenceSyntax reference, ActionDefinition? called) => reference.Namespace switch
    {
        "variables" => TypeName.Of(context.Symbols.Variable(reference.Member)?.Declaration),
        "outputs" when called is not null => TypeName.Of(context.Symbols.Output(called.Syntax, reference.Member)),
        "system_variables" when reference.Member == "user_input" => TypeName.String,
        _ => null,
    };
}
