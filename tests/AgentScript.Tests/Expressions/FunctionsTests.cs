using static AgentScript.Tests.Expressions.Evaluated;

namespace AgentScript.Tests.Expressions;

public sealed class FunctionsTests
{
    [Theory]
    [InlineData("len(\"abc\")", "3")]
    [InlineData("len(@variables.smile)", "3")]
    [InlineData("len([])", "0")]
    [InlineData("len({a: 1})", "1")]
    [InlineData("max(1, 3, 2)", "3")]
    [InlineData("min([4, 2, 3])", "2")]
    [InlineData("max(\"a\", \"b\")", "\"b\"")]
    [InlineData("max(1, \"2\")", "\"2\"")]
    [InlineData("max(2)", "2")]
    [InlineData("contains(\"Where is it\", \"is\")", "True")]
    [InlineData("contains(\"Where is it\", \"IS\")", "False")]
    [InlineData("contains(lower(\"WHERE\"), \"where\")", "True")]
    [InlineData("contains(\"W1001\", 1001)", "True")]
    [InlineData("contains(@variables.items, \"b\")", "True")]
    [InlineData("contains([1, 2], \"2\")", "True")]
    [InlineData("contains([[1]], [1])", "True")]
    [InlineData("contains(@variables.items, \"d\")", "False")]
    [InlineData("contains(@variables.absent, \"d\")", "False")]
    [InlineData("contains(\"a\", None)", "False")]
    [InlineData("lower(\"ÄB\")", "\"äb\"")]
    [InlineData("lower(None)", "None")]
    [InlineData("days_since(@variables.day)", "3")]
    [InlineData("days_since(2026-11-23)", "0")]
    [InlineData("days_since(\"2026-11-25\")", "-2")]
    [InlineData("days_since(\"2026-11-24T01:00:00Z\")", "0")]
    [InlineData("days_since(\"2026-11-24T07:00:00Z\")", "-1")]
    [InlineData("days_since(\"2026-11-22T23:59\")", "1")]
    [InlineData("days_since(\"2026-11-23T01:00:00+02:00\")", "1")]
    [InlineData("days_since(None)", "None")]
    [InlineData("long_date(\"2026-11-25\")", "\"Wednesday, November 25, 2026\"")]
    [InlineData("long_date(\"2026-02-30\")", "\"2026-02-30\"")]
    [InlineData("long_date(\"soon\")", "\"soon\"")]
    [InlineData("long_date(None)", "None")]
    [InlineData("long_date(5)", "5")]
    public void A_function_gives_its_value(string text, string value) => Assert.Equal(value, Shown(text));

    [Theory]
    [InlineData("len(None)")]
    [InlineData("len(5)")]
    [InlineData("len()")]
    [InlineData("len(\"a\", \"b\")")]
    [InlineData("max()")]
    [InlineData("max([])")]
    [InlineData("max(1, \"a\")")]
    [InlineData("max(1, None)")]
    [InlineData("max(None)")]
    [InlineData("contains(5, 5)")]
    [InlineData("contains(\"a\", [1])")]
    [InlineData("contains(\"a\")")]
    [InlineData("lower(5)")]
    [InlineData("days_since(\"yesterday\")")]
    [InlineData("days_since(\"2026-02-30\")")]
    [InlineData("days_since(20261120)")]
    [InlineData("uuid()")]
    [InlineData("Len(\"a\")")]
    public void What_it_does_not_take_is_an_error(string text) => Assert.Equal(0, Fails(text).Start);

    [Fact]
    public void An_unknown_function_is_answered_with_those_there_are() =>
        Assert.Contains("contains, days_since, len, long_date, lower, max, min", Fails("now()").Message, StringComparison.Ordinal);
}
