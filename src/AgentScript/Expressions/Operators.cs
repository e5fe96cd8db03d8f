using System.Collections.Immutable;
using System.Globalization;
using AgentScript.Syntax;

namespace AgentScript.Expressions;

/// <summary>What the operators do with two values; what needs no scope.</summary>
/// <remarks>
/// Equality never throws: True == 1 as in Python, a number equals a string that reads as that number, two strings only when
/// they are the same, lists and dictionaries deeply, keys in any order. <c>is</c> is equality without conversion: 1 is not True.
/// Order: numbers, strings by ordinal (so ISO dates), a number with a string that reads as one; with None it is False;
/// anything else is an error. <c>+</c> with a string joins what both display, of two lists joins them. A boolean counts as 1 or 0.
/// </remarks>
internal static class Operators
{
    public static Value Binary(Value left, BinaryOperator op, Value right, int start)
    {
        if (op is BinaryOperator.Is or BinaryOperator.IsNot) return Is(left, right, op == BinaryOperator.Is);
        if (left.IsUnknown || right.IsUnknown) return Value.Unknown;
        return op switch
        {
            BinaryOperator.Equal => Value.Of(AreEqual(left, right)),
            BinaryOperator.NotEqual => Value.Of(!AreEqual(left, right)),
            BinaryOperator.Less => Ordered(left, right, start, c => c < 0),
            BinaryOperator.LessOrEqual => Ordered(left, right, start, c => c <= 0),
            BinaryOperator.Greater => Ordered(left, right, start, c => c > 0),
            BinaryOperator.GreaterOrEqual => Ordered(left, right, start, c => c >= 0),
            BinaryOperator.Add when left.Kind == ValueKind.String || right.Kind == ValueKind.String => Join(left, right, start),
            BinaryOperator.Add when left.Kind == ValueKind.List && right.Kind == ValueKind.List => Value.Of(left.List.AddRange(right.List)),
            _ when IsNumeric(left) && IsNumeric(right) => Arithmetic(left.Number, op, right.Number, start),
            _ => throw new ExpressionException($"{Name(left)} and {Name(right)} cannot be {Verb(op)}", start),
        };
    }

    public static Value Unary(UnaryOperator op, Value operand, int start)
    {
        if (operand.IsUnknown) return operand;
        if (op == UnaryOperator.Not) return Value.Of(!Evaluator.IsTrue(operand));
        if (!IsNumeric(operand)) throw new ExpressionException($"{Name(operand)} has no sign", start);
        return Value.Of(op == UnaryOperator.Minus ? -operand.Number : operand.Number);
    }

    /// <summary>A result that must be a number of the language.</summary>
    public static Value Number(double value, int start) =>
        double.IsFinite(value) ? Value.Of(value) : throw new ExpressionException("the number is too large", start);

    public static bool AreEqual(Value left, Value right)
    {
        if (left.Kind != right.Kind) return Numbers(left, right) is var (a, b) && a == b;
        return left.Kind switch
        {
            ValueKind.Boolean or ValueKind.Number => left.Number == right.Number,
            ValueKind.String => left.String == right.String,
            ValueKind.List => left.List.Length == right.List.Length && left.List.Zip(right.List).All(pair => AreEqual(pair.First, pair.Second)),
            ValueKind.Dictionary => left.Dictionary.Count == right.Dictionary.Count
                && left.Dictionary.All(item => right.Dictionary.TryGetValue(item.Key, out var other) && AreEqual(item.Value, other)),
            _ => true,
        };
    }

    /// <summary>Below, at or above 0 as usual; null where one of them is None.</summary>
    /// <exception cref="ExpressionException">They have no order.</exception>
    public static int? Compare(Value left, Value right, int start)
    {
        if (left.IsNone || right.IsNone) return null;
        if (left.Kind == ValueKind.String && right.Kind == ValueKind.String) return string.CompareOrdinal(left.String, right.String);
        return Numbers(left, right) is var (a, b) ? a.CompareTo(b) : throw new ExpressionException($"{Name(left)} and {Name(right)} have no order", start);
    }

    /// <summary>A plain decimal number, white space around it allowed; no exponent, no thousands.</summary>
    public static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null;

    /// <summary>The kind with its article, for messages.</summary>
    public static string Name(Value value) => value.Kind switch
    {
        ValueKind.None => "None",
        ValueKind.Boolean => "a boolean",
        ValueKind.Number => "a number",
        ValueKind.String => "a string",
        ValueKind.List => "a list",
        ValueKind.Dictionary => "a dictionary",
        _ => "what is unknown",
    };

    private static Value Is(Value left, Value right, bool positive)
    {
        var noneWithUnknown = (left.IsNone && right.IsUnknown) || (left.IsUnknown && right.IsNone);
        if ((left.IsUnknown || right.IsUnknown) && !noneWithUnknown) return Value.Unknown;
        return Value.Of((noneWithUnknown || (left.Kind == right.Kind && AreEqual(left, right))) == positive);
    }

    private static Value Ordered(Value left, Value right, int start, Func<int, bool> holds) => Value.Of(Compare(left, right, start) is { } order && holds(order));

    private static Value Join(Value left, Value right, int start) =>
        (long)left.Size + right.Size > 2L * Evaluator.MaxSize ? throw Evaluator.TooLarge(start) : Value.Of(left.Display() + right.Display());

    private static Value Arithmetic(double left, BinaryOperator op, double right, int start) => op switch
    {
        BinaryOperator.Divide when right == 0 => throw new ExpressionException("division by zero", start),
        BinaryOperator.Add => Number(left + right, start),
        BinaryOperator.Subtract => Number(left - right, start),
        BinaryOperator.Multiply => Number(left * right, start),
        _ => Number(left / right, start),
    };

    private static bool IsNumeric(Value value) => value.Kind is ValueKind.Number or ValueKind.Boolean;

    /// <summary>Both as numbers, or null: a boolean is one beside a number or boolean, a string beside a number.</summary>
    private static (double, double)? Numbers(Value left, Value right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.Number or ValueKind.Boolean, ValueKind.Number or ValueKind.Boolean) => (left.Number, right.Number),
        (ValueKind.Number, ValueKind.String) when Parse(right.String) is { } number => (left.Number, number),
        (ValueKind.String, ValueKind.Number) when Parse(left.String) is { } number => (number, right.Number),
        _ => null,
    };

    private static string Verb(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "added",
        BinaryOperator.Subtract => "subtracted",
        BinaryOperator.Multiply => "multiplied",
        _ => "divided",
    };
}
