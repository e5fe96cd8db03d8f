namespace AgentScript.Tests.Linting;

/// <summary>What reasoning actions bind and keep, against what is declared.</summary>
public sealed class AgentforceTypesTests
{
    [Fact]
    public void A_reasoning_action_without_a_value_is_reported()
    {
        var (diagnostic, _) = Linted.Single(Linted.WithTools("nothing:\n    description: \"Nothing\""), "missing-action-reference");
        Assert.Equal(Severity.Error, diagnostic.Severity);
    }

    [Theory]
    [InlineData("call: @actions.find\n    with number=...")]
    [InlineData("go: @utils.transition to @subagent.other")]
    [InlineData("go: @utils.transition\n    to @subagent.other")]
    public void A_reasoning_action_with_a_value_is_not(string tools) => Assert.Equal(0, Linted.Count(Linted.WithTools(tools), "missing-action-reference"));

    [Fact]
    public void An_input_that_is_not_bound_is_information_on_the_actions_reference()
    {
        var (diagnostic, _) = Linted.Single(Linted.WithTools("call: @actions.find\n    with limit=1"), "action-missing-input");
        Assert.Equal(Severity.Information, diagnostic.Severity);
        Assert.Contains("'number'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call: @actions.find\n    with number=...")]
    [InlineData("call: @actions.find\n    with number=\"7\", limit=3")]
    public void Bound_defaulted_and_optional_inputs_are_not_missed(string tools) => Assert.Equal(0, Linted.Count(Linted.WithTools(tools), "action-missing-input"));

    [Fact]
    public void An_input_of_a_connected_agent_that_is_not_bound_is_an_error()
    {
        const string Agent = "\nconnected_subagent visa:\n    target: \"agent://Visa\"\n    inputs:\n        country: string\n        year: number = 2026\n";
        var (diagnostic, _) = Linted.Single(Linted.WithTools("visa: @connected_subagent.visa") + Agent, "action-missing-input");
        Assert.Equal(Severity.Error, diagnostic.Severity);
        Assert.Equal(0, Linted.Count(Linted.WithTools("visa: @connected_subagent.visa\n    with country=...") + Agent, "action-missing-input"));
    }

    [Fact]
    public void Binding_what_is_no_input_is_an_error_in_its_line()
    {
        var text = Linted.WithTools("call: @actions.find\n    with number=...\n    with colour=\"red\"");
        var (diagnostic, line) = Linted.Single(text, "action-unknown-input");
        Assert.Equal(Severity.Error, diagnostic.Severity);
        Assert.Contains("colour", text.Split('\n')[line - 1], StringComparison.Ordinal);
        Assert.Contains("number, limit, hint", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@outputs.colour", 1)]
    [InlineData("@outputs.status", 0)]
    [InlineData("\"text\"", 0)]
    public void Keeping_what_is_no_output_is_an_error(string value, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.WithTools($"call: @actions.find\n    with number=...\n    set @variables.name = {value}"), "action-unknown-output"));

    [Fact]
    public void The_outputs_of_a_chained_run_are_not_those_of_the_tool() =>
        Assert.Equal(0, Linted.Count(Linted.WithTools("call: @actions.find\n    with number=...\n    run @actions.find\n        set @variables.name = @outputs.colour"), "action-unknown-output"));

    [Theory]
    [InlineData("with number=5", 1)]
    [InlineData("with number=True", 1)]
    [InlineData("with number=@variables.count", 1)]
    [InlineData("with number=[\"a\"]", 1)]
    [InlineData("with number=@variables.name", 0)]
    [InlineData("with number=@variables.box", 0)]
    [InlineData("with number=@variables.unknown", 0)]
    [InlineData("with number={\"a\": 1}", 0)]
    [InlineData("with number=...", 0)]
    [InlineData("with number=\"a\", limit=-1", 0)]
    [InlineData("with number=\"a\", limit=len(@variables.name)", 0)]
    [InlineData("with number=\"a\", limit=@variables.count == 1", 1)]
    [InlineData("with number=\"a\", limit=not @variables.done", 1)]
    [InlineData("with number=\"a\" if @variables.done else \"b\"", 0)]
    [InlineData("with number=1 if @variables.done else 2", 1)]
    [InlineData("with number=1 if @variables.done else \"b\"", 0)]
    [InlineData("with number=(@system_variables.user_input)", 0)]
    [InlineData("with number=@variables.name + \"x\"", 1)]
    public void What_is_bound_has_the_type_of_the_input_and_a_sum_counts_as_a_number(string binding, int expected)
    {
        var text = Linted.WithTools($"call: @actions.find\n    {binding}");
        Assert.Equal(expected, Linted.Count(text, "type-mismatch"));
        if (expected > 0) Assert.Equal(Severity.Warning, Linted.Single(text, "type-mismatch").Diagnostic.Severity);
    }

    [Fact]
    public void In_a_file_of_the_extension_a_sum_with_a_text_is_a_text() =>
        Assert.Equal(0, Linted.Count(Linted.WithTools("call: @actions.find\n    with number=@variables.name + \"x\"") + "\n    reply: ->\n        | Hello.", "type-mismatch"));

    [Theory]
    [InlineData("set @variables.name = @outputs.total", 1)]
    [InlineData("set @variables.count = @outputs.found", 1)]
    [InlineData("set @variables.name = @outputs.status", 0)]
    [InlineData("set @variables.box = @outputs.total", 0)]
    [InlineData("set @variables.done = @outputs.total > 3", 0)]
    public void What_is_kept_has_the_type_of_the_variable(string set, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.WithTools($"call: @actions.find\n    with number=...\n    {set}"), "type-mismatch"));

    [Fact]
    public void A_run_in_a_procedure_is_not_compared() =>
        Assert.Equal(0, Linted.Count(Linted.WithTools("go: @utils.escalate") + "\n    actions:\n        find:\n            target: \"flow://F\"\n            inputs:\n                number: string\n    before_reasoning:\n        run @actions.find\n            with number=5", "type-mismatch"));

    [Theory]
    [InlineData("@variables.name", 1)]
    [InlineData("@variables.count + 1", 1)]
    [InlineData("\"yes\"", 1)]
    [InlineData("@variables.done", 0)]
    [InlineData("@variables.name == \"x\" and @variables.done", 0)]
    [InlineData("not @variables.name", 0)]
    [InlineData("@variables.unknown", 0)]
    public void A_condition_that_is_known_to_be_no_boolean_is_reported(string condition, int expected)
    {
        var text = Linted.WithTools($"go: @utils.escalate\n    available when {condition}");
        Assert.Equal(expected, Linted.Count(text, "available-when-non-boolean"));
        if (expected > 0) Assert.Equal(Severity.Warning, Linted.Single(text, "available-when-non-boolean").Diagnostic.Severity);
    }

    [Theory]
    [InlineData("x: mutable string = 5", 1)]
    [InlineData("x: mutable number = \"5\"", 1)]
    [InlineData("x: mutable boolean = \"True\"", 1)]
    [InlineData("x: mutable list[string] = [\"a\"]", 1)]
    [InlineData("x: mutable strng = \"a\"", 1)]
    [InlineData("x: mutable list[string] = None", 0)]
    [InlineData("x: mutable String = \"a\"", 0)]
    [InlineData("x: mutable number = -0.5", 0)]
    [InlineData("x: mutable object = {}", 0)]
    [InlineData("x: string = \"a\"", 0)]
    [InlineData("x: mutable boolean", 0)]
    public void A_default_has_the_type_of_its_variable_and_every_list_is_reported(string variable, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.WithTools("go: @utils.escalate", $"    {variable}\n"), "variable-default-type-mismatch"));

    [Fact]
    public void The_report_of_a_lists_default_says_that_it_can_be_ignored_and_the_extension_has_none()
    {
        var text = Linted.WithTools("go: @utils.escalate", "    x: mutable list[string] = [\"a\"]\n");
        Assert.Contains("ignored", Linted.Single(text, "variable-default-type-mismatch").Diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(0, Linted.Count(text + "\n    reply: ->\n        | Hello.", "variable-default-type-mismatch"));
    }

    [Theory]
    [InlineData("nobody=...", "set-variables-unknown-variable", 1)]
    [InlineData("user=...", "set-variables-immutable-target", 1)]
    [InlineData("plain=...", "set-variables-immutable-target", 1)]
    [InlineData("name=...", "set-variables-immutable-target", 0)]
    [InlineData("name=...", "set-variables-unknown-variable", 0)]
    [InlineData("user=...", "set-variables-unknown-variable", 0)]
    public void The_tool_that_sets_variables_sets_mutable_ones(string binding, string code, int expected)
    {
        var text = Linted.WithTools($"keep: @utils.setVariables\n    with {binding}");
        Assert.Equal(expected, Linted.Count(text, code));
        if (expected > 0) Assert.Equal(Severity.Error, Linted.Single(text, code).Diagnostic.Severity);
    }
}
