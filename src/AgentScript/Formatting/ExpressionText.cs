using System.Collections.Immutable;
using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>An expression on one line. Parentheses are nodes of the tree, so nothing is added or lost.</summary>
internal static class ExpressionText
{
    public static StringBuilder Write(ExpressionSyntax expression, SourceText source, StringBuilder text)
    {
        switch (expression)
        {
            case ReferenceSyntax reference:
                return text.Append('@').Append(reference.Namespace).Append(reference.Member is null ? "" : ".").Append(reference.Member);
            case MemberAccessSyntax access:
                // "1.x" would be a number with a word behind it.
                return Write(access.Target, source, text).Append(access.Target is NumberSyntax ? " ." : ".").Append(access.Member);
            case SubscriptSyntax subscript:
                return Write(subscript.Index, source, Write(subscript.Target, source, text).Append('[')).Append(']');
            case CallSyntax call:
                return Listed(call.Arguments, source, Write(call.Function, source, text).Append('(')).Append(')');
            case UnarySyntax unary:
                return Write(unary.Operand, source, text.Append(unary.Operator switch { UnaryOperator.Not => "not ", UnaryOperator.Plus => "+", UnaryOperator.Minus => "-", _ => "*" }));
            case BinarySyntax binary:
                return Write(binary.Right, source, Write(binary.Left, source, text).Append(' ').Append(Symbol(binary.Operator)).Append(' '));
            case ConditionalSyntax choice:
                Write(choice.Condition, source, Write(choice.WhenTrue, source, text).Append(" if "));
                return Write(choice.WhenFalse, source, text.Append(" else "));
            case ParenthesizedSyntax inner:
                return Write(inner.Inner, source, text.Append('(')).Append(')');
            case ListSyntax list:
                return Listed(list.Items, source, text.Append('[')).Append(']');
            case DictionarySyntax dictionary:
                text.Append('{');
                foreach (var item in dictionary.Items) Write(item.Value, source, Write(item.Key, source, text.Append(item == dictionary.Items[0] ? "" : ", ")).Append(": "));
                return text.Append('}');
            default:
                return text.Append(source.Slice(expression.Start, expression.End));
        }
    }

    public static StringBuilder Write(KeySyntax key, SourceText source, StringBuilder text)
    {
        Write(key.First, source, text);
        return key.Second is { } second ? Write(second, source, text.Append(' ')) : text;
    }

    /// <summary>With its quotes and escapes, where it has them.</summary>
    public static StringBuilder Write(NameSyntax name, SourceText source, StringBuilder text) => text.Append(source.Slice(name.Start, name.End));

    private static StringBuilder Listed(ImmutableArray<ExpressionSyntax> items, SourceText source, StringBuilder text)
    {
        foreach (var item in items) Write(item, source, text.Append(item == items[0] ? "" : ", "));
        return text;
    }

    private static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Is => "is",
        BinaryOperator.IsNot => "is not",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        _ => "/",
    };
}
