namespace AgentScript.Tests.Linting;

public sealed class AgentforceTemplateWordsTests
{
    private static string Script(string instructions, string system = "system:\n    instructions: \"Be kind.\"\n") =>
        Linted.Config + system + "variables:\n    city: mutable string = \"\"\nstart_agent main:\n    description: \"City\"\n    reasoning:\n        instructions: ->\n" + Linted.Indent(instructions, 12);

    [Theory]
    [InlineData("| Ask for the city.", 1)]
    [InlineData("| The city, any city", 2)]
    [InlineData("| Use @variables.city here", 1)]
    [InlineData("| City cities citys multicity city_name", 0)]
    [InlineData("| It is {!@variables.city}.", 0)]
    [InlineData("if @variables.city:\n    | Ask for the city.", 0)]
    [InlineData("| It is {@variables.city}.", 1)]
    [InlineData("| It is { @variables.nothing }.", 1)]
    [InlineData("| It is {city}.", 1)]
    [InlineData("| It is {{place}}.", 0)]
    [InlineData("| It is {@", 0)]
    public void A_variables_name_as_a_word_and_an_interpolation_without_its_mark_are_reported(string instructions, int expected) =>
        Assert.Equal(expected, Linted.Count(Script(instructions), "instruction-template-syntax"));

    [Theory]
    [InlineData("system:\n    instructions: \"Name the city.\"\n", 1)]
    [InlineData("system:\n    instructions: |\n        Name the city.\n", 1)]
    [InlineData("system:\n    instructions: \"Be kind.\"\n    messages:\n        welcome: \"Which city?\"\n        error: \"Sorry\"\n", 0)]
    public void The_system_instructions_are_looked_at_and_the_messages_are_not(string system, int expected) =>
        Assert.Equal(expected, Linted.Count(Script("| Hello.", system), "instruction-template-syntax"));

    [Fact]
    public void The_range_begins_with_the_piece_of_text_and_the_message_has_the_line()
    {
        var text = Script("| Hello,\n  I am here.\n  Which city?\n| And {!@variables.city}\n  then the city.");
        var found = Linted.Of(text).Where(d => d.Code == "instruction-template-syntax").ToList();
        Assert.Equal(2, found.Count);
        Assert.StartsWith("| Hello", text[found[0].Start..], StringComparison.Ordinal);
        Assert.EndsWith("Which city", text[..found[0].End], StringComparison.Ordinal);
        Assert.Contains($"line {text[..text.IndexOf("Which", StringComparison.Ordinal)].Split('\n').Length} ", found[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("\n", text[found[1].Start..], StringComparison.Ordinal);
        Assert.All(found, d => Assert.Equal(Severity.Information, d.Severity));
    }
}
