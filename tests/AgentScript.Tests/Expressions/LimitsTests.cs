using System.Collections.Immutable;
using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Syntax;

namespace AgentScript.Tests.Expressions;

/// <summary>Whatever the expression, there is a value or an <see cref="ExpressionException"/>, soon, and the value is finite and bounded.</summary>
public sealed class LimitsTests
{
    private static readonly IScope Scope = new Anything();

    [Fact]
    public void Random_expressions_give_a_value_or_say_why_not()
    {
        var (values, errors) = (0, 0);
        for (var seed = 0; seed < 20_000; seed++)
        {
            try
            {
                var value = Evaluator.Evaluate(Any(new Random(seed), 6), Scope);
                values++;
                Assert.True(Sound(value), $"seed {seed}: {value}");
                Assert.True(value.Size <= Evaluator.MaxSize, $"seed {seed}");
                Assert.NotNull(value.Display());
                if (value.Depth < 60) _ = value.ToJson();
            }
            catch (ExpressionException)
            {
                errors++;
            }
        }
        Assert.InRange(values, 4_000, 19_000);
        Assert.InRange(errors, 1_000, 16_000);
    }

    [Theory]
    [InlineData(BinaryOperator.Add)]
    [InlineData(BinaryOperator.And)]
    [InlineData(BinaryOperator.Or)]
    [InlineData(BinaryOperator.Equal)]
    public void A_chain_of_operators_is_as_long_as_one_likes(BinaryOperator op)
    {
        ExpressionSyntax chain = new StringSyntax(0, 0, "a");
        for (var n = 0; n < 200_000; n++) chain = new BinarySyntax(0, 0, chain, op, new StringSyntax(0, 0, "b"));
        var value = Evaluator.Evaluate(chain, Scope);
        Assert.Equal(op == BinaryOperator.Add ? 200_001 : op == BinaryOperator.Equal ? 0 : 1, value.Kind == ValueKind.String ? value.String.Length : value.Number);
    }

    [Fact]
    public void A_chain_of_else_is_as_long_as_one_likes()
    {
        ExpressionSyntax chain = new NumberSyntax(0, 0, 7);
        for (var n = 0; n < 200_000; n++) chain = new ConditionalSyntax(0, 0, new NumberSyntax(0, 0, n), new BooleanSyntax(0, 0, false), new ParenthesizedSyntax(0, 0, chain));
        Assert.Equal(7, Evaluator.Evaluate(chain, Scope).Number);
    }

    [Fact]
    public void Deeper_nesting_than_the_limit_is_an_error()
    {
        ExpressionSyntax Nested(int depth)
        {
            ExpressionSyntax e = new BooleanSyntax(0, 0, true);
            for (var n = 0; n < depth; n++) e = new UnarySyntax(0, 0, UnaryOperator.Not, e);
            return e;
        }

        Assert.Equal(Value.True.ToString(), Evaluator.Evaluate(Nested(Evaluator.MaxDepth), Scope).ToString());
        Assert.Throws<ExpressionException>(() => Evaluator.Evaluate(Nested(Evaluator.MaxDepth + 1), Scope));
        Assert.Throws<ExpressionException>(() => Evaluator.Evaluate(Nested(1_000_000), Scope));
    }

    [Theory]
    [InlineData("not (", "True", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{a: ", "1", "}")]
    [InlineData("1 + (1 * -(", "1", "))")]
    [InlineData("max(1, ", "1", ")")]
    [InlineData("@variables.items[", "0", "]")]
    [InlineData("1 if (", "True", ") else 2")]
    public void What_the_parser_lets_through_does_not_exhaust_a_small_stack(string open, string inner, string close)
    {
        var (values, errors) = (0, 0);
        var thread = new Thread(() =>
        {
            for (var depth = 1; depth < Parser.MaxDepth; depth += 20)
            {
                var (expression, diagnostics) = Parser.ParseExpression(new SourceText(string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth))));
                if (!diagnostics.IsEmpty) return;
                try
                {
                    Evaluator.Evaluate(expression, Scope);
                    values++;
                }
                catch (ExpressionException)
                {
                    errors++;
                }
            }
        }, 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(values + errors >= 3, $"{values} values, {errors} errors");
    }

    [Theory]
    [InlineData("@variables.big + @variables.big")]
    [InlineData("\"\" + @variables.big + @variables.big")]
    [InlineData("[@variables.big, @variables.big]")]
    [InlineData("{a: @variables.big, b: @variables.big}")]
    [InlineData("[*[@variables.big], *[@variables.big]]")]
    [InlineData("[@variables.big] + [@variables.big]")]
    [InlineData("[1] + @variables.big + @variables.big")]
    public void A_value_larger_than_the_limit_is_an_error(string text)
    {
        var variables = JsonSerializer.Serialize(new { big = new string('x', Evaluator.MaxSize * 2 / 3) });
        Assert.Contains("larger", Assert.Throws<ExpressionException>(() => Evaluated.Script(text, variables)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_not_nested_deeper_than_a_frame_can_be_read_again()
    {
        var value = "0";
        for (var n = 0; n < 32; n++) value = Evaluated.Script($"[{value}]").ToString();
        Assert.Throws<ExpressionException>(() => Evaluated.Script($"[{value}]"));
        Assert.Throws<ExpressionException>(() => Evaluated.Script("{a: @variables.v}", $$"""{"v":{{value}}}"""));
    }

    [Fact]
    public void A_number_too_large_is_an_error()
    {
        var nines = new string('9', 200);
        Assert.Contains("too large", Evaluated.Fails($"{nines} * {nines}").Message, StringComparison.Ordinal);
        Assert.Contains("too large", Assert.Throws<ExpressionException>(() => Evaluator.Evaluate(new NumberSyntax(3, 4, double.PositiveInfinity), Scope)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_texts_no_string_or_double_can_hold_are_read_from_outside_without_harm()
    {
        Assert.True(Value.Of(JsonElement.Parse("1e999")).IsNone);
        Assert.Equal(@"\ud800", Value.Of(JsonElement.Parse("""{"a":"\ud800","\udc00":1}""")).Dictionary["a"].String);
    }

    private static bool Sound(Value value) => value.Kind switch
    {
        ValueKind.Number => double.IsFinite(value.Number),
        ValueKind.List => value.List.All(Sound) && value.List.All(item => !item.IsUnknown),
        ValueKind.Dictionary => value.Dictionary.Values.All(item => Sound(item) && !item.IsUnknown),
        _ => true,
    };

    private static ExpressionSyntax Any(Random random, int depth)
    {
        ExpressionSyntax Next() => Any(random, depth - 1);
        ImmutableArray<ExpressionSyntax> Several() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Next())];
        NameSyntax Name(string name) => new(0, 0, name, false);
        return (depth == 0 ? random.Next(9) : random.Next(24)) switch
        {
            0 => new StringSyntax(0, 0, Pick(random, "", "a", "12", "2026-11-25", "🙂", "-1.5", new string('x', 500))),
            1 => new NumberSyntax(0, 0, Pick(random, 0, 1, 2.5, 1e300, double.PositiveInfinity, -3)),
            2 => new BooleanSyntax(0, 0, random.Next(2) == 0),
            3 => new NoneSyntax(0, 0),
            4 => new DateTimeSyntax(0, 0, "2026-11-25"),
            5 => new ReferenceSyntax(0, 0, "variables", Pick(random, "list", "unknown", "dictionary", null)),
            6 => new ReferenceSyntax(0, 0, "variables", "text"),
            7 => Pick<ExpressionSyntax>(random, new EllipsisSyntax(0, 0), new NumberSyntax(0, 0, 1), new NumberSyntax(0, 0, 0), new ErrorExpressionSyntax(0, 0)),
            8 => Pick<ExpressionSyntax>(random, new IdentifierSyntax(0, 0, "x"), new StringSyntax(0, 0, "b"), new StringSyntax(0, 0, "c"), new NumberSyntax(0, 0, 3)),
            9 => new MemberAccessSyntax(0, 0, Next(), Pick(random, "length", "a", "b")),
            10 => new SubscriptSyntax(0, 0, Next(), Next()),
            11 or 12 => new CallSyntax(0, 0, new IdentifierSyntax(0, 0, Pick(random, "len", "max", "min", "contains", "lower", "days_since", "long_date", "none")), Several()),
            13 => new UnarySyntax(0, 0, Pick(random, UnaryOperator.Not, UnaryOperator.Minus, UnaryOperator.Plus, UnaryOperator.Spread), Next()),
            14 => new ConditionalSyntax(0, 0, Next(), Next(), Next()),
            15 => new ParenthesizedSyntax(0, 0, Next()),
            16 => new ListSyntax(0, 0, Several()),
            17 => new ListSyntax(0, 0, [new UnarySyntax(0, 0, UnaryOperator.Spread, Next())]),
            18 => new DictionarySyntax(0, 0, [.. Several().Select((e, n) => new DictionaryItemSyntax(0, 0, new KeySyntax(0, 0, Name(n == 0 ? "a" : "b"), null), e))]),
            19 => new TemplateSyntax(0, 0, [new TextPartSyntax(0, 0, "t"), new InterpolationSyntax(0, 0, Next())]),
            _ => new BinarySyntax(0, 0, Next(), (BinaryOperator)random.Next(14), Next()),
        };
    }

    private static T Pick<T>(Random random, params T[] from) => from[random.Next(from.Length)];

    private sealed class Anything : IScope
    {
        public DateTimeOffset Now => Evaluated.Now;

        public Value Read(string ns, string? member) => member switch
        {
            "list" => Value.Of(JsonElement.Parse("""[1,"a",[2],null,{"a":1}]""")),
            "dictionary" => Value.Of(JsonElement.Parse("""{"a":1,"b":{"a":null,"b":[1,2,3]}}""")),
            "text" => Value.Of("some text"),
            "unknown" => Value.Unknown,
            _ => Value.None,
        };
    }
}
