namespace AgentScript.Tests.Linting;

public sealed class GenericExpressionTests
{
    private const string Extension = "variables:\n    a: mutable number\n    b: mutable list[string]\nconfig:\n    exit_hooks: \"always\"\n";

    [Theory]
    [InlineData("unknown-function", "set @variables.a = §sum(1, 2)")]
    [InlineData("unknown-function", "set @variables.a = §contains(\"a\", \"b\")")]
    [InlineData("namespace-function-call", "set @variables.a = §a2a.message(1)")]
    [InlineData("indirect-function-call", "set @variables.a = §@variables.b(1)")]
    [InlineData("unsupported-operator", "set @variables.a = §1 * 2 + §3 / 4")]
    [InlineData("invalid-spread-context", "set @variables.a = §*@variables.b")]
    [InlineData("spread-missing-expression", "set @variables.a = max(§*)")]
    [InlineData("identifier-confusable-none", "set @variables.a = §none")]
    [InlineData("identifier-confusable-boolean", "if @variables.a == §true:\n    set @variables.a = §FALSE")]
    [InlineData("null-not-allowed", "set @variables.a = §null")]
    [InlineData("unknown-identifier", "set @variables.a = §a + 1")]
    [InlineData("unknown-identifier", "| Total {!§total}")]
    public void An_expression_that_is_wrong_is_an_error(string code, string statements) =>
        MarkedScript.AssertReports(code, Severity.Error, MarkedScript.Instructions(statements));

    [Theory]
    [InlineData("unknown-function", "set @variables.a = len(@variables.b) + max(1, 2) + min(1, 2)")]
    [InlineData("namespace-function-call", "set @variables.a = len(@variables.b)")]
    [InlineData("indirect-function-call", "set @variables.a = len(@variables.b)")]
    [InlineData("unsupported-operator", "set @variables.a = 1 + 2 - 3")]
    [InlineData("invalid-spread-context", "set @variables.a = max(*@variables.b)\nset @variables.b = [*@variables.b, 1]")]
    [InlineData("spread-missing-expression", "set @variables.a = max(*@variables.b)")]
    [InlineData("identifier-confusable-none", "set @variables.a = None")]
    [InlineData("identifier-confusable-boolean", "set @variables.a = True")]
    [InlineData("null-not-allowed", "set @variables.a = None")]
    [InlineData("unknown-identifier", "set @variables.a = \"a\"")]
    public void An_expression_that_is_right_is_not_reported(string code, string statements) => MarkedScript.AssertSilent(code, MarkedScript.Instructions(statements));

    [Fact]
    public void Functions_of_the_extension_are_known_in_extended_files_only() =>
        MarkedScript.AssertSilent("unknown-function", MarkedScript.Instructions("set @variables.a = contains(lower(\"A\"), \"b\") or days_since(long_date(\"x\"))", Extension));

    [Fact]
    public void An_interpolation_without_an_expression_is_a_warning()
    {
        MarkedScript.AssertReports("malformed-interpolation", Severity.Warning, MarkedScript.Instructions("| Hello §{!}"));
        MarkedScript.AssertSilent("malformed-interpolation", MarkedScript.Instructions("| Hello {!@variables.a}"));
    }

    [Theory]
    [InlineData("§c: mutable string\n        description: \"d\"")]
    [InlineData("§EndUserId: linked string\n        source: @MessagingSession.MessagingEndUserId")]
    public void A_variable_nothing_refers_to_is_information(string declaration) =>
        MarkedScript.AssertReports("unused-variable", Severity.Information, MarkedScript.Node("before_reasoning:\n    set @variables.a = 1", $"variables:\n    a: mutable string\n    {declaration}\n"));

    [Theory]
    [InlineData("before_reasoning:\n    set @variables.a = 1")]
    [InlineData("reasoning:\n    instructions: | Hello {!@variables.a}")]
    [InlineData("reasoning:\n    actions:\n        go: @utils.escalate\n            available when @variables.a")]
    [InlineData("reasoning:\n    actions:\n        go: @actions.x\n            with p = @variables.a")]
    [InlineData("intent:\n    words:\n        - \"x\"\n    slots:\n        a: string\n            pattern: \"x\"")]
    public void A_variable_that_is_read_set_or_filled_is_used(string body) => MarkedScript.AssertSilent("unused-variable", MarkedScript.Node(body, "variables:\n    a: mutable string\n"));

    [Theory]
    [InlineData("set §@variables.c = 1")]
    [InlineData("| {!§@variables.aa}")]
    [InlineData("run §@actions.put")]
    [InlineData("run @actions.get\n    if §@outputs.nme == \"x\":\n        set @variables.a = @outputs.name")]
    [InlineData("transition to §@subagent.other")]
    [InlineData("transition to §@subagent.theme")]
    [InlineData("| Use {!§@actions.none}")]
    public void A_reference_to_what_is_not_declared_is_an_error(string statements) => MarkedScript.AssertReports("undefined-reference", Severity.Error, Declared(statements));

    [Theory]
    [InlineData("set @variables.a = @system_variables.user_input")]
    [InlineData("run @actions.get\n    set @variables.a = @outputs.name")]
    [InlineData("transition to @topic.theme")]
    [InlineData("transition to @topic.main")]
    [InlineData("transition to @start_agent.main")]
    [InlineData("| Use {!@actions.fetch} or {!@actions.get}")]
    [InlineData("set @variables.a = @knowledge.whatever")]
    public void A_reference_to_what_is_declared_or_has_no_block_is_fine(string statements) => MarkedScript.AssertSilent("undefined-reference", Declared(statements));

    [Fact]
    public void What_a_connection_does_not_declare_cannot_be_read_in_it() => MarkedScript.AssertReports(
        "undefined-reference", Severity.Error, "connection service_email:\n    inputs:\n        a: string = \"x\"\n    additional_system_instructions: | {!@inputs.a} {!§@inputs.b}\n");

    [Theory]
    [InlineData("| {!§@variable.a}", true)]
    [InlineData("| {!@variables.a}", false)]
    public void A_namespace_nobody_knows_is_named(string statements, bool reported)
    {
        if (reported) MarkedScript.AssertReports("fa-unknown-namespace", Severity.Warning, MarkedScript.Instructions(statements));
        else MarkedScript.AssertSilent("fa-unknown-namespace", MarkedScript.Instructions(statements));
    }

    private static string Declared(string statements) => MarkedScript.Node(
        "actions:\n    get:\n        target: \"flow://Get\"\n        outputs:\n            name: string\nreasoning:\n    actions:\n        fetch: @actions.get\n    instructions: ->\n        " + statements.Replace("\n", "\n        ", StringComparison.Ordinal),
        "variables:\n    a: mutable string\ntopic theme:\n    description: \"d\"\n");
}
