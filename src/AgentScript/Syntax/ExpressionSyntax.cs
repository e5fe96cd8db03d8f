using System.Collections.Immutable;

namespace AgentScript.Syntax;

public abstract class ExpressionSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary><c>"text"</c>; <paramref name="value"/> is without quotes and with its escapes resolved.</summary>
public sealed class StringSyntax(int start, int end, string value) : ExpressionSyntax(start, end)
{
    public string Value { get; } = value;
}

public sealed class NumberSyntax(int start, int end, double value) : ExpressionSyntax(start, end)
{
    public double Value { get; } = value;
}

/// <summary><c>True</c> or <c>False</c>.</summary>
public sealed class BooleanSyntax(int start, int end, bool value) : ExpressionSyntax(start, end)
{
    public bool Value { get; } = value;
}

/// <summary><c>None</c>.</summary>
public sealed class NoneSyntax(int start, int end) : ExpressionSyntax(start, end);

/// <summary><c>2025-09-04</c> or <c>2025-09-04T12:01:59.123Z</c>; <paramref name="text"/> is the literal.</summary>
public sealed class DateTimeSyntax(int start, int end, string text) : ExpressionSyntax(start, end)
{
    public string Text { get; } = text;
}

/// <summary><c>...</c>: the model fills this.</summary>
public sealed class EllipsisSyntax(int start, int end) : ExpressionSyntax(start, end);

/// <summary>A bare word: a type name, a function's name, or a mistake.</summary>
public sealed class IdentifierSyntax(int start, int end, string name) : ExpressionSyntax(start, end)
{
    public string Name { get; } = name;
}

/// <summary><c>@namespace.member</c>; further members are <see cref="MemberAccessSyntax"/> around it.</summary>
/// <param name="member">Null for a bare <c>@namespace</c>.</param>
public sealed class ReferenceSyntax(int start, int end, string ns, string? member) : ExpressionSyntax(start, end)
{
    public string Namespace { get; } = ns;

    public string? Member { get; } = member;

    public override string ToString() => Member is null ? $"@{Namespace}" : $"@{Namespace}.{Member}";
}

public sealed class MemberAccessSyntax(int start, int end, ExpressionSyntax target, string member) : ExpressionSyntax(start, end)
{
    public ExpressionSyntax Target { get; } = target;

    public string Member { get; } = member;
}

/// <summary><c>target[index]</c>; also the type <c>list[string]</c>.</summary>
public sealed class SubscriptSyntax(int start, int end, ExpressionSyntax target, ExpressionSyntax index) : ExpressionSyntax(start, end)
{
    public ExpressionSyntax Target { get; } = target;

    public ExpressionSyntax Index { get; } = index;
}

public sealed class CallSyntax(int start, int end, ExpressionSyntax function, ImmutableArray<ExpressionSyntax> arguments) : ExpressionSyntax(start, end)
{
    public ExpressionSyntax Function { get; } = function;

    public ImmutableArray<ExpressionSyntax> Arguments { get; } = arguments;
}

public enum UnaryOperator { Not, Plus, Minus, Spread }

public sealed class UnarySyntax(int start, int end, UnaryOperator op, ExpressionSyntax operand) : ExpressionSyntax(start, end)
{
    public UnaryOperator Operator { get; } = op;

    public ExpressionSyntax Operand { get; } = operand;
}

public enum BinaryOperator { Or, And, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Is, IsNot, Add, Subtract, Multiply, Divide }

public sealed class BinarySyntax(int start, int end, ExpressionSyntax left, BinaryOperator op, ExpressionSyntax right) : ExpressionSyntax(start, end)
{
    public ExpressionSyntax Left { get; } = left;

    public BinaryOperator Operator { get; } = op;

    public ExpressionSyntax Right { get; } = right;
}

/// <summary><c>whenTrue if condition else whenFalse</c>.</summary>
public sealed class ConditionalSyntax(int start, int end, ExpressionSyntax whenTrue, ExpressionSyntax condition, ExpressionSyntax whenFalse) : ExpressionSyntax(start, end)
{
    public ExpressionSyntax WhenTrue { get; } = whenTrue;

    public ExpressionSyntax Condition { get; } = condition;

    public ExpressionSyntax WhenFalse { get; } = whenFalse;
}

public sealed class ParenthesizedSyntax(int start, int end, ExpressionSyntax inner) : ExpressionSyntax(start, end)
{
    public ExpressionSyntax Inner { get; } = inner;
}

public sealed class ListSyntax(int start, int end, ImmutableArray<ExpressionSyntax> items) : ExpressionSyntax(start, end)
{
    public ImmutableArray<ExpressionSyntax> Items { get; } = items;
}

public sealed class DictionarySyntax(int start, int end, ImmutableArray<DictionaryItemSyntax> items) : ExpressionSyntax(start, end)
{
    public ImmutableArray<DictionaryItemSyntax> Items { get; } = items;
}

public sealed class DictionaryItemSyntax(int start, int end, KeySyntax key, ExpressionSyntax value) : SyntaxNode(start, end)
{
    public KeySyntax Key { get; } = key;

    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>| text with {!expressions}</c>: parts in order, white space already stripped by the language's rules.</summary>
public sealed class TemplateSyntax(int start, int end, ImmutableArray<TemplatePartSyntax> parts) : ExpressionSyntax(start, end)
{
    public ImmutableArray<TemplatePartSyntax> Parts { get; } = parts;

    /// <summary>The whole text where no part is an expression, else null.</summary>
    public string? Literal => Parts.Length == 0 ? "" : Parts is [TextPartSyntax only] ? only.Text : null;
}

public abstract class TemplatePartSyntax(int start, int end) : SyntaxNode(start, end);

/// <param name="text">As it is rendered; the offsets are those of the raw text it came from.</param>
public sealed class TextPartSyntax(int start, int end, string text) : TemplatePartSyntax(start, end)
{
    public string Text { get; } = text;
}

/// <summary><c>{!expression}</c>.</summary>
public sealed class InterpolationSyntax(int start, int end, ExpressionSyntax expression) : TemplatePartSyntax(start, end)
{
    public ExpressionSyntax Expression { get; } = expression;
}

/// <summary>Something was expected here; an error is reported. Evaluates to None.</summary>
public sealed class ErrorExpressionSyntax(int start, int end) : ExpressionSyntax(start, end);
