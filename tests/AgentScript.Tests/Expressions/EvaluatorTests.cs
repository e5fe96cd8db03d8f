using AgentScript.Expressions;
using static AgentScript.Tests.Expressions.Evaluated;

namespace AgentScript.Tests.Expressions;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("12.5", "12.5")]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("True", "True")]
    [InlineData("None", "None")]
    [InlineData("2026-11-25", "\"2026-11-25\"")]
    [InlineData("2026-11-25T12:01:59.123Z", "\"2026-11-25T12:01:59.123Z\"")]
    [InlineData("[1, \"a\", None]", "[1,\"a\",null]")]
    [InlineData("{a: 1, \"b c\": [True]}", "{\"a\":1,\"b c\":[true]}")]
    [InlineData("\"{!@variables.order}\"", "\"{!@variables.order}\"")]
    public void A_literal_is_its_value(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("12 / 4 / 3", "1")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("-2 + 5", "3")]
    [InlineData("- -2", "2")]
    [InlineData("+2", "2")]
    [InlineData("True + 1", "2")]
    [InlineData("-True", "-1")]
    public void Numbers_are_reckoned_with(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("1 < 2 < 3", "True")]
    [InlineData("3 > 2 > 1", "False")]
    [InlineData("3 == 3 == 1", "True")]
    public void Comparisons_group_left_and_do_not_chain(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("not @variables.count == 1 and @variables.no or @variables.order", "\"W1001\"")]
    [InlineData("not 1 == 2", "True")]
    [InlineData("1 if False else 2 if True else 3", "2")]
    [InlineData("1 if True or False and False else 2", "1")]
    [InlineData("1 + 1 == 2 and 2 < 3", "True")]
    public void Operators_bind_as_the_reference_says(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("1 == True", true)]
    [InlineData("0 == False", true)]
    [InlineData("2 == True", false)]
    [InlineData("\"1\" == 1", true)]
    [InlineData("1 == \" 1.0 \"", true)]
    [InlineData("\"one\" == 1", false)]
    [InlineData("\"1e0\" == 1", false)]
    [InlineData("\"\" == 0", false)]
    [InlineData("\"1\" == \"1.0\"", false)]
    [InlineData("\"a\" == \"A\"", false)]
    [InlineData("\"True\" == True", false)]
    [InlineData("\"1\" == True", false)]
    [InlineData("None == None", true)]
    [InlineData("None == False", false)]
    [InlineData("None == 0", false)]
    [InlineData("None == \"\"", false)]
    [InlineData("[1, [2]] == [True, [\"2\"]]", true)]
    [InlineData("[1, 2] == [2, 1]", false)]
    [InlineData("[1] == [1, 1]", false)]
    [InlineData("{a: 1, b: [2]} == {b: [2], a: 1}", true)]
    [InlineData("{a: 1} == {a: 1, b: None}", false)]
    [InlineData("{a: 1} == {b: 1}", false)]
    [InlineData("[] == {}", false)]
    [InlineData("[1] == 1", false)]
    public void Equality_never_throws(string text, bool equal)
    {
        Assert.Equal(Value.Of(equal).ToString(), Shown(text));
        Assert.Equal(Value.Of(!equal).ToString(), Shown(text.Replace("==", "!=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("1 < 2", true)]
    [InlineData("2 <= 2", true)]
    [InlineData("2 > 2", false)]
    [InlineData("2 >= 2", true)]
    [InlineData("\"2026-11-20\" < 2026-11-25", true)]
    [InlineData("\"b\" > \"a\"", true)]
    [InlineData("\"B\" > \"a\"", false)]
    [InlineData("\"10\" > 9", true)]
    [InlineData("\"10\" > \"9\"", false)]
    [InlineData("True < 2", true)]
    [InlineData("None < 1", false)]
    [InlineData("None >= None", false)]
    [InlineData("1 > None", false)]
    [InlineData("@variables.absent > 0", false)]
    public void Values_of_a_kind_have_an_order_and_None_is_neither_less_nor_more(string text, bool holds) => Assert.Equal(Value.Of(holds).ToString(), Shown(text));

    [Theory]
    [InlineData("1 is True", false)]
    [InlineData("True is True", true)]
    [InlineData("@variables.yes is True", true)]
    [InlineData("@variables.no is not True", true)]
    [InlineData("None is None", true)]
    [InlineData("@variables.absent is None", true)]
    [InlineData("0 is None", false)]
    [InlineData("0 is not None", true)]
    [InlineData("\"1\" is 1", false)]
    [InlineData("\"a\" is \"a\"", true)]
    public void Is_means_the_same_without_conversion(string text, bool holds) => Assert.Equal(Value.Of(holds).ToString(), Shown(text));

    [Theory]
    [InlineData("False")]
    [InlineData("None")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("@variables.absent")]
    public void What_is_empty_is_not_true(string text)
    {
        Assert.False(Evaluator.IsTrue(Script(text)));
        Assert.Equal("True", Shown($"not {text}"));
    }

    [Theory]
    [InlineData("True")]
    [InlineData("-1")]
    [InlineData("\"False\"")]
    [InlineData("[None]")]
    [InlineData("{a: None}")]
    public void Everything_else_is_true(string text)
    {
        Assert.True(Evaluator.IsTrue(Script(text)));
        Assert.Equal("False", Shown($"not {text}"));
    }

    [Theory]
    [InlineData("0 or \"x\"", "\"x\"")]
    [InlineData("\"y\" or 1 / 0", "\"y\"")]
    [InlineData("\"\" and 1 / 0", "\"\"")]
    [InlineData("1 and 2", "2")]
    [InlineData("None or 0", "0")]
    public void And_and_or_give_the_operand_that_decided_and_look_no_further(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("\"#\" + @variables.count", "\"#3\"")]
    [InlineData("3 + \"x\"", "\"3x\"")]
    [InlineData("\"a\" + 1 + 2", "\"a12\"")]
    [InlineData("1 + 2 + \"a\"", "\"3a\"")]
    [InlineData("\"a\" + None + True + 1.5", "\"aTrue1.5\"")]
    [InlineData("\"a\" + [1, \"b\"]", "\"a[1,\"b\"]\"")]
    [InlineData("None + \"a\"", "\"a\"")]
    [InlineData("[1] + [2, 3]", "[1,2,3]")]
    [InlineData("\"1\" + 1", "\"11\"")]
    public void A_sum_with_a_text_joins_what_both_display(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("@variables.items[0]", "\"a\"")]
    [InlineData("@variables.items[-1]", "\"c\"")]
    [InlineData("@variables.items[3]", "None")]
    [InlineData("@variables.items[-4]", "None")]
    [InlineData("@variables.box[\"length\"]", "9")]
    [InlineData("@variables.box[\"absent\"]", "None")]
    [InlineData("{\"1\": 5}[1]", "5")]
    [InlineData("@variables.smile[1]", "\"🙂\"")]
    [InlineData("@variables.smile[3]", "None")]
    [InlineData("@variables.box.size.w", "2")]
    [InlineData("@variables.box.absent", "None")]
    [InlineData("@variables.box.gone", "None")]
    [InlineData("@variables.absent", "None")]
    public void A_missing_key_or_an_index_outside_reads_as_None(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("@variables.items.length", "3")]
    [InlineData("@variables.box.length", "3")]
    [InlineData("@variables.smile.length", "3")]
    [InlineData("\"\".length", "0")]
    public void Length_of_anything_is_len_of_it(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("@variables.absent.x", "member", 0)]
    [InlineData("1 + @variables.none.a.b", "member", 4)]
    [InlineData("\"a\".b", "member", 0)]
    [InlineData("@variables.items.first", "member", 0)]
    [InlineData("@variables.none.length", "length", 0)]
    [InlineData("1 / 0", "zero", 0)]
    [InlineData("2 + 1 / (1 - 1)", "zero", 4)]
    [InlineData("None + 1", "added", 0)]
    [InlineData("[1] + 1", "added", 0)]
    [InlineData("\"5\" - 1", "subtracted", 0)]
    [InlineData("\"5\" * 2", "multiplied", 0)]
    [InlineData("[1] < [2]", "order", 0)]
    [InlineData("\"x\" < 1", "order", 0)]
    [InlineData("-\"5\"", "sign", 0)]
    [InlineData("@variables.items[0.5]", "index", 16)]
    [InlineData("@variables.items[\"a\"]", "index", 16)]
    [InlineData("@variables.items[True]", "index", 16)]
    [InlineData("@variables.box[None]", "index", 14)]
    [InlineData("5[0]", "indexed", 0)]
    [InlineData("...", "model", 0)]
    [InlineData("order", "@variables.order", 0)]
    [InlineData("1 + unknown(1)", "no function", 4)]
    [InlineData("@utils.len(1)", "no function", 0)]
    public void What_has_no_value_is_an_error_with_its_place(string text, string says, int start)
    {
        var error = Fails(text);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Start, start, start + 1);
    }

    [Theory]
    [InlineData("\"Smith\" - 1")]
    [InlineData("\"Smith\".name")]
    [InlineData("-\"Smith\"")]
    [InlineData("\"Smith\" < 5")]
    [InlineData("days_since(\"Smith\")")]
    [InlineData("contains(5, \"Smith\")")]
    [InlineData("[1][\"Smith\"]")]
    public void An_error_says_kinds_and_never_a_value(string text) => Assert.DoesNotContain("Smith", Fails(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[*@variables.items, 1]", "[\"a\",\"b\",\"c\",1]")]
    [InlineData("max(*[1, 5, 2])", "5")]
    public void A_star_spreads_a_list(string text, string value) => Assert.Equal(value, Shown(text));

    [Fact]
    public void A_star_elsewhere_or_of_anything_else_is_an_error()
    {
        Assert.Contains("spreads", Fails("[*1]").Message, StringComparison.Ordinal);
        Assert.Contains("spreads", Fails("*@variables.items").Message, StringComparison.Ordinal);
    }
}
