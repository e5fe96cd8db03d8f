using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>Spec §2.4 and §5.1.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("not @v.a == 1 and b or c", "(or (and (not (== @v.a 1)) b) c)")]
    [InlineData("1 < 2 < 3", "(< (< 1 2) 3)")]
    [InlineData("1 + 2 * 3 - 4 / 5", "(- (+ 1 (* 2 3)) (/ 4 5))")]
    [InlineData("a if b else c if d else e", "(conditional a b (conditional c d e))")]
    [InlineData("a or b if c and d else not e", "(conditional (or a b) (and c d) (not e))")]
    [InlineData("@v.x is not None", "(is-not @v.x None)")]
    [InlineData("@v.x is (not None)", "(is @v.x (parenthesized (not None)))")]
    [InlineData("@v.x is True == False", "(== (is @v.x True) False)")]
    [InlineData("a >= 1 and a <= 2 or a != 3 and a > 4", "(or (and (>= a 1) (<= a 2)) (and (!= a 3) (> a 4)))")]
    [InlineData("- - 1", "(- (- 1))")]
    [InlineData("-@v.a * +2", "(* (- @v.a) (+ 2))")]
    [InlineData("f(*@v.list, 1)", "(call f (* @v.list) 1)")]
    [InlineData("not not a", "(not (not a))")]
    [InlineData("@variables.a.b[0].c(1, \"x\")[d]", "([] (call (. ([] (. @variables.a b) 0) c) 1 \"x\") d)")]
    [InlineData("@utils", "@utils")]
    [InlineData("list[string]", "([] list string)")]
    [InlineData("@outputs.if.else", "(. @outputs.if else)")]
    [InlineData("len(@v.a) > 0", "(> (call len @v.a) 0)")]
    [InlineData("f()", "(call f)")]
    [InlineData("[1, \"a\", [True, None],]", "(list 1 \"a\" (list True None))")]
    [InlineData("[]", "(list)")]
    [InlineData("{a: 1, \"s t\": [2], kind name: x,}", "(dictionary (dictionaryitem a 1) (dictionaryitem \"s t\" (list 2)) (dictionaryitem kind+name x))")]
    [InlineData("{}", "(dictionary)")]
    [InlineData("(1\n + 2) # sum", "(+ 1 2)", true)]
    [InlineData("1 +\n2", "(+ 1 2)")]
    [InlineData("...", "...")]
    [InlineData("true", "true")]
    public void Operators_group_by_their_level(string expression, string expected, bool inner = false)
    {
        var (parsed, diagnostics) = Parser.ParseExpression(new SourceText(expression));
        Assert.Empty(diagnostics);
        Assert.Equal(expected, TreeText.Of(inner ? ((ParenthesizedSyntax)parsed).Inner : parsed));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("12.", 12)]
    [InlineData("12.5", 12.5)]
    [InlineData(".5", 0.5)]
    [InlineData("007", 7)]
    public void Numbers_have_a_point_and_no_exponent(string text, double expected) =>
        Assert.Equal(expected, Assert.IsType<NumberSyntax>(Parser.ParseExpression(new SourceText(text)).Expression).Value);

    [Theory]
    [InlineData("2025-09-04")]
    [InlineData("2025-09-04T12:01")]
    [InlineData("2025-09-04T12:01:59")]
    [InlineData("2025-09-04T12:01:59.123")]
    [InlineData("2025-09-04T12:01Z")]
    [InlineData("2025-09-04T12:01:59.123Z")]
    public void A_date_is_one_literal(string text) =>
        Assert.Equal(text, Assert.IsType<DateTimeSyntax>(Parser.ParseExpression(new SourceText(text)).Expression).Text);

    [Theory]
    [InlineData("2025 - 09 - 04", "(- (- 2025 9) 4)")]
    [InlineData("2025-9-4", "(- (- 2025 9) 4)")]
    [InlineData("202-09-04", "(- (- 202 9) 4)")]
    [InlineData("2025-09-041", "(- (- 2025 9) 41)")]
    public void A_difference_is_no_date(string text, string expected) => Assert.Equal(expected, TreeText.Expression(text));

    [Theory]
    [InlineData("\"a\\\"b\\\\c\\nd\\te\\rf\\0g\"", "a\"b\\c\nd\te\rf\0g")]
    [InlineData("\"it\\'s\"", "its")]
    [InlineData("\"{!@variables.x} # | '\"", "{!@variables.x} # | '")]
    [InlineData("\"\"", "")]
    [InlineData("\"\\\\\"", "\\")]
    public void Escapes_in_text_are_resolved_and_nothing_else(string text, string expected)
    {
        var (parsed, diagnostics) = Parser.ParseExpression(new SourceText(text));
        Assert.Empty(diagnostics);
        Assert.Equal(expected, Assert.IsType<StringSyntax>(parsed).Value);
    }

    [Theory]
    [InlineData("", 0, "Expected a value, but found the end of the text.")]
    [InlineData("1 +", 3, "Expected a value, but found the end of the text.")]
    [InlineData("'x'", 0, "Text stands in double quotes")]
    [InlineData("@", 0, "Expected a value, but found `@`.")]
    [InlineData("@a.", 3, "Expected a name behind `.`")]
    [InlineData("a = 1", 2, "`==` compares")]
    [InlineData("a && b", 2, "Write `and`.")]
    [InlineData("!a", 0, "Write `not`.")]
    [InlineData("a in b", 2, "There is no `in`.")]
    [InlineData("a not in b", 2, "Expected the end of the expression, but found `not`.")]
    [InlineData("a % b", 2, "Expected the end of the expression, but found `%`.")]
    [InlineData("2 ** 3 1", 7, "Expected the end of the expression, but found `1`.")]
    [InlineData("a <> b", 3, "Expected a value, but found `>`.")]
    [InlineData("a // b", 3, "Expected a value, but found `/`.")]
    [InlineData("f(1,)", 4, "followed by no comma")]
    [InlineData("f(a=1)", 3, "`==` compares")]
    [InlineData("(1", 2, "Expected `)` for the bracket opened at 1:1")]
    [InlineData("[1, 2", 5, "Expected `]`")]
    [InlineData("{a: 1", 5, "Expected `}`")]
    [InlineData("{a 1}", 2, "Expected `:` behind the key `a`")]
    [InlineData("{1: 2}", 1, "Expected `}`")]
    [InlineData("[1 2]", 2, "Expected `,` between two items")]
    [InlineData("a if b", 6, "Expected `else`")]
    [InlineData("\"a", 2, "Expected `\"`")]
    [InlineData("\"a\\q\"", 2, "Expected one of")]
    [InlineData("1e5", 1, "Expected the end of the expression, but found `e5`.")]
    [InlineData("a[]", 2, "Expected a value, but found `]`.")]
    [InlineData("*", 1, "Expected a value")]
    public void What_is_no_expression_is_one_error_at_its_place(string text, int at, string message)
    {
        var error = Assert.Single(Parser.ParseExpression(new SourceText(text)).Diagnostics);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(at, error.Start);
        Assert.InRange(error.End, error.Start, text.Length);
    }

    [Fact]
    public void A_number_beyond_all_measure_is_reported_and_finite()
    {
        var (parsed, diagnostics) = Parser.ParseExpression(new SourceText(new string('9', 400)));
        Assert.True(double.IsFinite(Assert.IsType<NumberSyntax>(parsed).Value));
        Assert.Single(diagnostics);
    }
}
