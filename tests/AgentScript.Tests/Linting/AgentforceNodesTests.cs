namespace AgentScript.Tests.Linting;

/// <summary>Actions, targets, routers, variants and connected agents.</summary>
public sealed class AgentforceNodesTests
{
    private static string Action(string input, string target = "flow://F", string output = "ok: boolean") =>
        Linted.Config + $"start_agent main:\n    description: \"M\"\n    actions:\n        do_it:\n            target: \"{target}\"\n            inputs:\n{Linted.Indent(input, 16)}\n            outputs:\n{Linted.Indent(output, 16)}\n";

    [Theory]
    [InlineData("a: object", "object-type-missing-schema", 1)]
    [InlineData("a: list[object]", "object-type-missing-schema", 1)]
    [InlineData("a: object\n    complex_data_type_name: \"lightning__objectType\"", "object-type-missing-schema", 0)]
    [InlineData("a: object\n    schema: \"s\"", "object-type-missing-schema", 0)]
    [InlineData("a: string", "object-type-missing-schema", 0)]
    [InlineData("a: string\n    complex_data_type_name: \"lightning__textType\"", "complex-data-type-on-primitive", 1)]
    [InlineData("a: list[string]\n    complex_data_type_name: \"lightning__textType\"", "complex-data-type-on-primitive", 1)]
    [InlineData("a: object\n    complex_data_type_name: \"lightning__textType\"", "complex-data-type-on-primitive", 0)]
    public void An_object_has_a_shape_and_nothing_else_has(string input, string code, int expected)
    {
        Assert.Equal(expected, Linted.Count(Action(input), code));
        if (!input.Contains("schema", StringComparison.Ordinal)) Assert.Equal(expected, Linted.Count(Action("q: string", output: input), code));
        if (expected > 0) Assert.Equal(Severity.Warning, Linted.Single(Action(input), code).Diagnostic.Severity);
    }

    [Fact]
    public void A_schema_is_for_inputs_alone() => Assert.Equal(1, Linted.Count(Action("q: string", output: "a: object\n    schema: \"s\""), "object-type-missing-schema"));

    [Theory]
    [InlineData("flow", "invalid-action-target", 1)]
    [InlineData("flow://", "invalid-action-target", 1)]
    [InlineData("", "invalid-action-target", 1)]
    [InlineData("ftp://F", "invalid-action-target", 1)]
    [InlineData("FLOW://F", "invalid-action-target", 0)]
    [InlineData("knowledge://search", "invalid-action-target", 0)]
    [InlineData("mcpTool://server/tool", "invalid-action-target", 0)]
    [InlineData("placeholder://F", "invalid-action-target", 0)]
    [InlineData("placeholder://F", "placeholder-action-target", 1)]
    [InlineData("flow://F", "placeholder-action-target", 0)]
    public void A_target_is_a_uri_of_a_known_kind(string target, string code, int expected) => Assert.Equal(expected, Linted.Count(Action("q: string", target), code));

    [Theory]
    [InlineData("skill://s", 0)]
    [InlineData("flow://s", 1)]
    [InlineData("s", 1)]
    public void A_skills_target_is_a_skill(string target, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.Config + $"subagent s:\n    description: \"M\"\n    skills:\n        one:\n            target: \"{target}\"\n", "invalid-skill-target"));

    [Theory]
    [InlineData("    reasoning:\n        actions:\n            out: @utils.escalate\n", "hyperclassifier-non-transition")]
    [InlineData("    before_reasoning:\n        set @variables.a = 1\n", "hyperclassifier-before-reasoning")]
    [InlineData("    after_reasoning:\n        set @variables.a = 1\n", "hyperclassifier-after-reasoning")]
    public void A_router_only_makes_transitions(string part, string code)
    {
        const string Model = "    model_config:\n        model: \"model://sfdc_ai__DefaultEinsteinHyperClassifier\"\n";
        const string Start = Linted.Config + "start_agent main:\n    description: \"M\"\n";
        Assert.Equal(Severity.Error, Linted.Single(Start + Model + part, code).Diagnostic.Severity);
        Assert.Equal(0, Linted.Count(Start + part, code));
        Assert.Equal(0, Linted.Count(Start + Model + "    reasoning:\n        actions:\n            go: @utils.transition to @start_agent.main\n", code));
    }

    [Theory]
    [InlineData("node://byon/ns/type/v1", "    before_reasoning:\n        set @variables.a = 1\n", "byon-not-for-production", 1)]
    [InlineData("node://commerce/shopper_agent/v1", "", "byon-not-for-production", 0)]
    [InlineData("node://commerce/shopper_agent/v1", "    before_reasoning:\n        set @variables.a = 1\n", "custom-subagent-validation", 1)]
    [InlineData("node://tableau/analyze_data/v1", "    reasoning:\n        instructions: ->\n            | Hello\n", "custom-subagent-validation", 1)]
    [InlineData("node://commerce/shopper_agent/v1", "    on_init:\n        set @variables.a = 1\n", "custom-subagent-validation", 0)]
    [InlineData("node://byon/ns/type/v1", "    before_reasoning:\n        set @variables.a = 1\n", "custom-subagent-validation", 0)]
    public void A_variant_has_the_fields_of_its_kind(string schema, string part, string code, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.Config + $"subagent s:\n    schema: \"{schema}\"\n    description: \"M\"\n" + part, code));

    [Theory]
    [InlineData("agent://Visa", "a: string = @variables.name", "bound-input-required", 0)]
    [InlineData("agent://Visa", "a: string", "bound-input-required", 1)]
    [InlineData("agent://Visa", "a: string = @variables.name + \"x\"", "bound-input-not-variable", 1)]
    [InlineData("agent://Visa", "a: string = @outputs.name", "bound-input-not-variable", 1)]
    [InlineData("agent://Visa", "a: string = \"x\"", "bound-input-not-variable", 0)]
    [InlineData("agent://Visa", "a: list[number] = [1, -2]", "bound-input-not-variable", 0)]
    [InlineData("agent://Visa", "a: list[string] = [@variables.name]", "bound-input-not-variable", 1)]
    [InlineData("agent://Visa", "a: string = @variables.plain", "bound-input-not-linked-or-mutable", 1)]
    [InlineData("agent://Visa", "a: string = @variables.name", "bound-input-not-linked-or-mutable", 0)]
    [InlineData("flow://Visa", "a: string = \"x\"", "connected-agent-unsupported-scheme", 1)]
    [InlineData("Visa", "a: string = \"x\"", "connected-agent-unsupported-scheme", 1)]
    [InlineData("agentforce://Visa", "a: string = \"x\"", "connected-agent-unsupported-scheme", 0)]
    [InlineData("agent://Visa__X", "a: string = \"x\"", "invalid-connected-subagent-target-name", 1)]
    [InlineData("agent://1", "a: string = \"x\"", "invalid-connected-subagent-target-name", 1)]
    [InlineData("agent://Visa_", "a: string = \"x\"", "invalid-connected-subagent-target-name", 1)]
    [InlineData("agent://Visa_X", "a: string = \"x\"", "invalid-connected-subagent-target-name", 0)]
    public void A_connected_agent_has_a_target_and_bound_inputs(string target, string input, string code, int expected)
    {
        var text = Linted.Config + $"variables:\n    name: mutable string\n    plain: string\nconnected_subagent visa:\n    target: \"{target}\"\n    inputs:\n        {input}\n";
        Assert.Equal(expected, Linted.Count(text, code));
        if (expected > 0) Assert.Equal(Severity.Error, Linted.Single(text, code).Diagnostic.Severity);
    }

    [Theory]
    [InlineData("| Ask {!@connected_subagent.visa}.", 1)]
    [InlineData("| Ask {!@actions.visa}.", 0)]
    public void A_template_names_no_connected_agent(string instructions, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.Config + $"connected_subagent visa:\n    target: \"agent://Visa\"\nstart_agent main:\n    description: \"M\"\n    reasoning:\n        instructions: ->\n            {instructions}\n        actions:\n            visa: @connected_subagent.visa\n", "invalid-connected-subagent-reference"));
}
