namespace AgentScript.Tests.Linting;

public sealed class AgentforceVariablesTests
{
    private const string Source = "\n        source: @MessagingSession.Id";

    [Theory]
    [InlineData("a__b: mutable string", "invalid-variable-name", 1)]
    [InlineData("a_: mutable string", "invalid-variable-name", 1)]
    [InlineData("_a: mutable string", "invalid-variable-name", 1)]
    [InlineData("a_b: mutable string", "invalid-variable-name", 0)]
    [InlineData("Tier__c: mutable string", "invalid-variable-name", 0)]
    [InlineData("a: mutable string" + Source, "mutable-variable-cannot-have-source", 1)]
    [InlineData("a: linked string" + Source, "mutable-variable-cannot-have-source", 0)]
    [InlineData("a: linked string", "linked-variable-missing-source", 1)]
    [InlineData("a: linked string" + Source, "linked-variable-missing-source", 0)]
    [InlineData("a: linked list[string]" + Source, "linked-variable-cannot-be-list", 1)]
    [InlineData("a: mutable list[string]", "linked-variable-cannot-be-list", 0)]
    [InlineData("a: linked object" + Source, "linked-variable-cannot-be-object", 1)]
    [InlineData("a: mutable object", "linked-variable-cannot-be-object", 0)]
    [InlineData("a: linked string = \"x\"" + Source, "linked-variable-cannot-have-default", 1)]
    [InlineData("a: mutable string = \"x\"", "linked-variable-cannot-have-default", 0)]
    public void A_declaration_is_checked_and_reported_in_its_line(string variable, string code, int expected)
    {
        var text = Linted.Config + "variables:\n    " + variable + "\n";
        Assert.Equal(expected, Linted.Count(text, code));
        if (expected == 0) return;
        var (diagnostic, line) = Linted.Single(text, code);
        Assert.Equal((Severity.Error, 5), (diagnostic.Severity, line));
    }

    [Theory]
    [InlineData("{!@variables.name}", 1)]
    [InlineData("{!@variables.shown}", 0)]
    [InlineData("{!@variables.user}", 0)]
    [InlineData("you", 0)]
    public void A_system_message_has_no_variable_that_is_set_later(string who, int expected)
    {
        var text = Linted.Config + "system:\n    messages:\n        welcome: | Hello " + who + "\n        error: \"Sorry\"\nvariables:\n    name: mutable string\n"
            + "    shown: mutable string\n        visibility: \"external\"\n    user: linked string\n        source: @MessagingSession.Id\n";
        Assert.Equal(expected, Linted.Count(text, "system-message-mutable-variable"));
    }

    [Fact]
    public void Other_templates_of_the_system_block_may_name_any_variable() =>
        Assert.Equal(0, Linted.Count(Linted.Config + "system:\n    instructions: | Call them {!@variables.name}\n    messages:\n        welcome: | Hello\n        error: \"Sorry\"\nvariables:\n    name: mutable string\n", "system-message-mutable-variable"));
}
