using System.Collections.Immutable;
using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Expressions;

/// <summary>
/// What an expression is worth (language reference §5). Pure: nothing is read but the scope. Throws nothing but
/// <see cref="ExpressionException"/>, whose message names kinds and operators, never a value.
/// </summary>
/// <remarks>
/// Where the language is silent, these are the rulings. <c>and</c> and <c>or</c> give the operand that decided, as Python does,
/// and do not look at the right one when the left decides. Comparisons group left. A missing key and an index out of range are
/// <see cref="IScope.Absent"/>; an index below zero counts from the end; a string is indexed by code point. A member of None or
/// of a scalar is an error, <c>.length</c> of anything is <c>len</c> of it. What is <see cref="Value.Unknown"/> stays it
/// (Kleene): <c>False and unknown</c> is False, <c>True or unknown</c> is True, everything else that needs the value is unknown;
/// alone <c>is None</c> and <c>is not None</c> take it for None, so that a condition can ask whether something is there.
/// </remarks>
public static class Evaluator
{
    /// <summary>Characters of a string, or of all of a list or dictionary, that an expression may make.</summary>
    public const int MaxSize = 1 << 20;

    /// <summary>Operators, calls and brackets within each other; chains of binary operators and of <c>else</c> do not count.</summary>
    public const int MaxDepth = 256;

    /// <summary>Lists and dictionaries within each other that an expression may make: with what stands around a variable, JSON readers stop at 64.</summary>
    private const int MaxNesting = 32;

    /// <exception cref="ExpressionException">The expression has no value here.</exception>
    public static Value Evaluate(ExpressionSyntax e, IScope scope) => Evaluate(e, scope, 0);

    /// <summary>As in Python: None, False, 0, "", [] and {} are not true; nor is what is unknown.</summary>
    public static bool IsTrue(Value value) => value.Kind switch
    {
        ValueKind.Boolean or ValueKind.Number => value.Number != 0,
        ValueKind.String => value.String.Length > 0,
        ValueKind.List => value.List.Length > 0,
        ValueKind.Dictionary => value.Dictionary.Count > 0,
        _ => false,
    };

    private static Value Evaluate(ExpressionSyntax e, IScope scope, int depth)
    {
        if (depth > MaxDepth) throw TooDeep(e);
        while (e is ParenthesizedSyntax or ConditionalSyntax)
        {
            if (e is ParenthesizedSyntax parentheses)
            {
                e = parentheses.Inner;
                continue;
            }
            var choice = (ConditionalSyntax)e;
            var condition = Evaluate(choice.Condition, scope, depth + 1);
            if (condition.IsUnknown) return condition;
            e = IsTrue(condition) ? choice.WhenTrue : choice.WhenFalse;
        }
        return e switch
        {
            BinarySyntax binary => Binary(binary, scope, depth + 1),
            UnarySyntax { Operator: not UnaryOperator.Spread } unary => Operators.Unary(unary.Operator, Evaluate(unary.Operand, scope, depth + 1), e.Start),
            MemberAccessSyntax access => Member(Evaluate(access.Target, scope, depth + 1), access, scope),
            SubscriptSyntax subscript => Item(Evaluate(subscript.Target, scope, depth + 1), Evaluate(subscript.Index, scope, depth + 1), subscript, scope),
            CallSyntax call => Invoke(call, scope, depth + 1),
            ListSyntax list => Items(list.Items, scope, depth + 1, e.Start) is { } items ? Bounded(Value.Of(items), e.Start) : Value.Unknown,
            DictionarySyntax dictionary => Entries(dictionary, scope, depth + 1),
            TemplateSyntax template => Text(template, scope, depth + 1),
            _ => Leaf(e, scope),
        };
    }

    // Apart, as what only a leaf needs would lie on the stack of every level above it.
    private static Value Leaf(ExpressionSyntax e, IScope scope) => e switch
    {
        StringSyntax text => Value.Of(text.Value),
        NumberSyntax number => Operators.Number(number.Value, e.Start),
        BooleanSyntax boolean => Value.Of(boolean.Value),
        DateTimeSyntax time => Value.Of(time.Text),
        NoneSyntax or ErrorExpressionSyntax => Value.None,
        ReferenceSyntax reference => scope.Read(reference.Namespace, reference.Member),
        EllipsisSyntax => throw new ExpressionException("... stands for what the model fills in; it has no value here", e.Start),
        IdentifierSyntax name => throw new ExpressionException($"{name.Name} is no value: text is quoted, a variable is @variables.{name.Name}", e.Start),
        UnarySyntax => throw new ExpressionException("* spreads a list into a list or into the arguments of a function", e.Start),
        _ => throw new ExpressionException("this is no expression", e.Start),
    };

    private static Value Text(TemplateSyntax template, IScope scope, int depth) => Value.Of(Templates.Render(template, part => Evaluate(part, scope, depth)));

    // Chains of operators are nested as deep as they are long: the left side is walked, not called.
    private static Value Binary(BinarySyntax binary, IScope scope, int depth)
    {
        var chain = new Stack<BinarySyntax>();
        ExpressionSyntax first = binary;
        for (; first is BinarySyntax link; first = link.Left) chain.Push(link);
        var left = Evaluate(first, scope, depth);
        while (chain.TryPop(out var link))
        {
            if (link.Operator == BinaryOperator.Add && left.Kind == ValueKind.String) left = Sum(left.String, link, chain, scope, depth);
            else if (link.Operator is BinaryOperator.And or BinaryOperator.Or) left = Decide(left, link, scope, depth);
            else left = Bounded(Operators.Binary(left, link.Operator, Evaluate(link.Right, scope, depth), link.Start), link.Start);
        }
        return left;
    }

    // A string and all that is added to it are copied once.
    private static Value Sum(string left, BinarySyntax link, Stack<BinarySyntax> chain, IScope scope, int depth)
    {
        var text = new StringBuilder(left);
        var unknown = false;
        do
        {
            var right = Evaluate(link.Right, scope, depth);
            unknown |= right.IsUnknown;
            text.Append(right.Display());
            if (text.Length > MaxSize) throw TooLarge(link.Start);
        }
        while (chain.TryPeek(out var next) && next.Operator == BinaryOperator.Add && chain.TryPop(out link!));
        return unknown ? Value.Unknown : Value.Of(text.ToString());
    }

    private static Value Decide(Value left, BinarySyntax link, IScope scope, int depth)
    {
        var deciding = link.Operator == BinaryOperator.Or;
        if (!left.IsUnknown && IsTrue(left) == deciding) return left;
        var right = Evaluate(link.Right, scope, depth);
        return left.IsUnknown && (right.IsUnknown || IsTrue(right) != deciding) ? Value.Unknown : right;
    }

    private static Value Member(Value target, MemberAccessSyntax access, IScope scope)
    {
        if (access.Member == "length") return Functions.Length(target, access.Start);
        return target.Kind switch
        {
            ValueKind.Unknown => target,
            ValueKind.Dictionary => At(target, access.Member, scope),
            _ => throw new ExpressionException($"{Operators.Name(target)} has no member {access.Member}", access.Start),
        };
    }

    private static Value Item(Value target, Value index, SubscriptSyntax subscript, IScope scope)
    {
        if (target.IsUnknown || index.IsUnknown) return Value.Unknown;
        switch (target.Kind)
        {
            case ValueKind.Dictionary when index.Kind is ValueKind.String or ValueKind.Number:
                return At(target, index.Display(), scope);
            case ValueKind.List or ValueKind.String when index.Kind == ValueKind.Number && double.IsInteger(index.Number):
                var count = Functions.Length(target, subscript.Start).Number;
                var at = index.Number < 0 ? index.Number + count : index.Number;
                if (at < 0 || at >= count) return scope.Absent;
                return target.Kind == ValueKind.List ? target.List[(int)at] : Value.Of(target.String.EnumerateRunes().ElementAt((int)at).ToString());
            case ValueKind.Dictionary or ValueKind.List or ValueKind.String:
                throw new ExpressionException($"{Operators.Name(index)} is no index of {Operators.Name(target)}: a key is a string, an index a whole number", subscript.Index.Start);
            default:
                throw new ExpressionException($"{Operators.Name(target)} cannot be indexed", subscript.Start);
        }
    }

    private static Value At(Value dictionary, string key, IScope scope) =>
        dictionary.Dictionary.TryGetValue(key, out var value) && !value.IsNone ? value : scope.Absent;

    private static Value Invoke(CallSyntax call, IScope scope, int depth)
    {
        if (call.Function is not IdentifierSyntax { Name: var name } || Functions.Find(name) is not { } function)
            throw NoFunction(call);
        if (Items(call.Arguments, scope, depth, call.Start) is not { } arguments) return Value.Unknown;
        return Apply(function, name, new Call(arguments, scope.Now, call.Start));
    }

    private static Value Apply(Function function, string name, Call call) => function.Takes(call.Arguments.Length)
        ? Bounded(function.Body(call), call.Start)
        : throw new ExpressionException($"{name} takes {function.Arity}, not {call.Arguments.Length}", call.Start);

    /// <summary>Null when one of them is unknown.</summary>
    private static ImmutableArray<Value>? Items(ImmutableArray<ExpressionSyntax> syntax, IScope scope, int depth, int start)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        var (size, unknown) = (0L, false);
        foreach (var item in syntax)
        {
            var spread = item is UnarySyntax { Operator: UnaryOperator.Spread } star ? star : null;
            var value = Evaluate(spread?.Operand ?? item, scope, depth);
            unknown |= value.IsUnknown;
            size += value.Size;
            if (size > MaxSize) throw TooLarge(start);
            if (spread is null) items.Add(value);
            else if (value.Kind == ValueKind.List) items.AddRange(value.List);
            else if (!value.IsUnknown) throw NoList(value, item);
        }
        return unknown ? null : items.ToImmutable();
    }

    private static Value Entries(DictionarySyntax syntax, IScope scope, int depth)
    {
        var items = new Dictionary<string, Value>(StringComparer.Ordinal);
        var (size, unknown) = (0L, false);
        foreach (var item in syntax.Items)
        {
            var value = Evaluate(item.Value, scope, depth);
            unknown |= value.IsUnknown;
            size += value.Size;
            if (size > MaxSize) throw TooLarge(syntax.Start);
            items[item.Key.Text] = value;
        }
        return unknown ? Value.Unknown : Bounded(Value.Of(items), syntax.Start);
    }

    private static Value Bounded(Value value, int start)
    {
        if (value.Size > MaxSize) throw TooLarge(start);
        return value.Depth > MaxNesting ? throw new ExpressionException($"lists and dictionaries are nested more than {MaxNesting} deep", start) : value;
    }

    private static ExpressionException TooDeep(ExpressionSyntax e) => new($"the expression is nested more than {MaxDepth} deep", e.Start);

    private static ExpressionException NoFunction(CallSyntax call) =>
        new($"{(call.Function as IdentifierSyntax)?.Name ?? "this"} is no function; there are {Functions.Names}", call.Start);

    private static ExpressionException NoList(Value value, ExpressionSyntax item) => new($"* spreads a list, not {Operators.Name(value)}", item.Start);

    internal static ExpressionException TooLarge(int start) => new($"the value would be larger than {MaxSize} characters", start);
}
