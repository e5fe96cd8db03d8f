using AgentScript.Expressions;
using static AgentScript.Tests.Expressions.Evaluated;

namespace AgentScript.Tests.Expressions;

/// <summary>What is absent in a condition is unknown (Kleene's three values); in a script the same is None.</summary>
public sealed class UnknownTests
{
    [Theory]
    [InlineData("@variables.x")]
    [InlineData("@variables.none")]
    [InlineData("@variables.x == 1")]
    [InlineData("@variables.x != 1")]
    [InlineData("@variables.x == None")]
    [InlineData("@variables.x == @variables.x")]
    [InlineData("@variables.x < 1")]
    [InlineData("@variables.x is True")]
    [InlineData("@variables.x is @variables.x")]
    [InlineData("@variables.x + 1")]
    [InlineData("\"a\" + @variables.x + \"b\"")]
    [InlineData("-@variables.x")]
    [InlineData("not @variables.x")]
    [InlineData("@variables.x and True")]
    [InlineData("True and @variables.x")]
    [InlineData("@variables.x or False")]
    [InlineData("False or @variables.x")]
    [InlineData("@variables.x and @variables.x")]
    [InlineData("@variables.x.y.z")]
    [InlineData("@variables.x[0]")]
    [InlineData("@variables.items[@variables.x]")]
    [InlineData("@variables.items[9]")]
    [InlineData("@variables.box.absent")]
    [InlineData("@variables.box.gone == 1")]
    [InlineData("@variables.x.length")]
    [InlineData("len(@variables.x)")]
    [InlineData("contains(@variables.x, 1)")]
    [InlineData("contains(\"a\", @variables.x)")]
    [InlineData("max(1, @variables.x)")]
    [InlineData("max(*@variables.x)")]
    [InlineData("[1, @variables.x]")]
    [InlineData("{a: @variables.x}")]
    [InlineData("1 if @variables.x else 2")]
    public void What_needs_the_unknown_is_unknown(string text)
    {
        Assert.True(Condition(text).IsUnknown);
        Assert.False(Evaluator.IsTrue(Condition(text)));
    }

    [Theory]
    [InlineData("False and @variables.x", "False")]
    [InlineData("@variables.x and False", "False")]
    [InlineData("@variables.x and 0", "0")]
    [InlineData("True or @variables.x", "True")]
    [InlineData("@variables.x or True", "True")]
    [InlineData("@variables.x or \"y\"", "\"y\"")]
    [InlineData("@variables.x is None", "True")]
    [InlineData("@variables.x is not None", "False")]
    [InlineData("None is @variables.x", "True")]
    [InlineData("@variables.box.gone is None", "True")]
    [InlineData("@variables.order is None", "False")]
    [InlineData("@variables.x is not None and @variables.x > 5", "False")]
    [InlineData("1 if @variables.yes else @variables.x", "1")]
    public void What_does_not_need_it_is_known(string text, string value) => Assert.Equal(value, Condition(text).ToString());

    [Theory]
    [InlineData("@variables.x and 1 / 0")]
    [InlineData("@variables.x + 1 / 0")]
    [InlineData("nothing(@variables.x)")]
    [InlineData("[@variables.x, 1 / 0]")]
    public void An_error_beside_it_is_still_an_error(string text) => Assert.Throws<ExpressionException>(() => Condition(text));

    [Fact]
    public void In_a_script_the_same_is_None() => Assert.True(Script("@variables.x").IsNone);
}
