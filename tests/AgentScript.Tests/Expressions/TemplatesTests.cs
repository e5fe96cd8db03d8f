using System.Text.Json;
using AgentScript.Expressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Tests.Expressions;

public sealed class TemplatesTests
{
    [Theory]
    [InlineData("Order {!@variables.order} has {!@variables.count} items.", "Order W1001 has 3 items.")]
    [InlineData("{!@variables.yes} {!@variables.none}{!@variables.absent}.", "True .")]
    [InlineData("{!1.50} {!2.0} {!0 - 3} {!1 / 4}", "1.5 2 -3 0.25")]
    [InlineData("{!9007199254740991} {!4111111111111111}", "9007199254740991 4111111111111111")]
    [InlineData("{!@variables.items} {!@variables.box.size}", "[\"a\",\"b\",\"c\"] {\"w\":2}")]
    [InlineData("{a} {{b}} }", "{a} {{b}} }")]
    [InlineData("{!\"a\" if @variables.no else \"b\"}", "b")]
    public void Values_stand_in_the_text_as_they_display(string template, string text) => Assert.Equal(text, Rendered(template));

    [Fact]
    public void A_value_is_never_read_as_a_template_again()
    {
        Assert.Equal("You wrote: {!@variables.order}", Rendered("You wrote: {!@variables.trick}"));
        Assert.Equal("{!@variables.order}W1001", Rendered("{!@variables.trick + @variables.order}"));
    }

    [Fact]
    public void An_error_has_the_place_in_the_source()
    {
        const string text = "x: | It is {!@variables.none.name}";
        var error = Assert.Throws<ExpressionException>(() => Templates.Render(Template(text), new Names()));
        Assert.Equal(text.IndexOf('@', StringComparison.Ordinal), error.Start);
    }

    [Fact]
    public void A_text_beyond_the_limit_is_an_error()
    {
        var half = JsonSerializer.Serialize(new { half = new string('a', Evaluator.MaxSize * 2 / 3) });
        Assert.Equal(Evaluator.MaxSize * 2 / 3, Templates.Render(Template("x: | {!@variables.half}"), new Names(half)).Length);
        Assert.Throws<ExpressionException>(() => Templates.Render(Template("x: | {!@variables.half}{!@variables.half}"), new Names(half)));
    }

    private static string Rendered(string template) => Templates.Render(Template($"x: | {template}"), new Names());

    private static TemplateSyntax Template(string source) =>
        Assert.IsType<TemplateSyntax>(Assert.IsType<EntrySyntax>(Parser.Parse(source).Mapping.Members[0]).Value);

    private sealed class Names(string variables = Evaluated.Variables) : IScope
    {
        private readonly Value all = Value.Of(JsonElement.Parse(variables));

        public DateTimeOffset Now => Evaluated.Now;

        public Value Read(string ns, string? member) => all.Dictionary.GetValueOrDefault(member!);
    }
}
