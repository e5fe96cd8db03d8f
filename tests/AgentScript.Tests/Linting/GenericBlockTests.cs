namespace AgentScript.Tests.Linting;

public sealed class GenericBlockTests
{
    [Theory]
    [InlineData("unknown-block", "§connections:\n    messaging: 1\n")]
    [InlineData("unknown-block", "§foo bar:\n    x: 1\n")]
    [InlineData("unknown-field", "config:\n    §agent_nam: \"A\"\n")]
    [InlineData("unknown-field", "foo:\n    §x:\n        §y: 1\n    §list:\n        - §z: 1\n          §w: 2\n")]
    [InlineData("unknown-field", "start_agent main:\n    description: \"d\"\n    §GetWeather:\n        §inputs:\n            §city: 1\n")]
    [InlineData("unexpected-block-name", "§config foo:\n    agent_name: \"A\"\n")]
    [InlineData("unexpected-block-name", "start_agent main:\n    description: \"d\"\n    §reasoning now:\n        instructions: | hi\n")]
    [InlineData("missing-value", "config:\n    §agent_name:\n    description: \"d\"\n")]
    [InlineData("missing-value", "access:\n    sharing_policy:\n        §custom_sharing_entities:\n")]
    [InlineData("unknown-variant", "start_agent main:\n    schema: §\"node://weather/v1\"\n    description: \"d\"\n")]
    [InlineData("unknown-variant", "modality §smell:\n    voice_id: \"x\"\n")]
    [InlineData("type-mismatch", "config:\n    debug: §\"True\"\n")]
    [InlineData("type-mismatch", "config:\n    debug: §true\n")]
    [InlineData("type-mismatch", "config:\n    agent_name: §12\n    agent_label: §| A template\n    max_tokens: §-1\n")]
    [InlineData("type-mismatch", "config: §\"A\"\n")]
    [InlineData("type-mismatch", "config:\n    agent_name:\n        §first: \"A\"\n")]
    [InlineData("type-mismatch", "access:\n    sharing_policy:\n        custom_sharing_entities: §\"A\"\n")]
    [InlineData("type-mismatch", "modality voice:\n    outbound:\n        pronunciations:\n            §grapheme: \"A\"\n")]
    [InlineData("type-mismatch", "system:\n    messages:\n        §- \"A\"\n")]
    [InlineData("type-mismatch", "variables:\n    x: linked string\n        source: §\"Id\"\n")]
    [InlineData("type-mismatch", "config:\n    additional_parameter__x: §@variables.y\n")]
    [InlineData("invalid-sequence-element", "modality voice:\n    outbound:\n        pronunciations:\n            §- \"A\"\n")]
    [InlineData("invalid-sequence-element", "access:\n    sharing_policy:\n        custom_sharing_entities:\n            - \"A\"\n            §- name: \"B\"\n")]
    [InlineData("composite-key", "start_agent main:\n    description: \"d\"\n    actions:\n        §get order:\n            target: \"flow://A\"\n")]
    [InlineData("empty-field-name", "start_agent main:\n    description: \"d\"\n    actions:\n        §\"\":\n            target: \"flow://A\"\n")]
    [InlineData("missing-required-field", "system:\n    §messages:\n        welcome: \"Hi\"\n")]
    [InlineData("missing-required-field", "start_agent main:\n    description: \"d\"\n    actions:\n        §get:\n            description: \"x\"\n")]
    [InlineData("missing-required-field", "§subagent a:\n    label: \"A\"\n")]
    [InlineData("missing-required-field", "§connected_subagent a:\n    label: \"A\"\n")]
    [InlineData("missing-required-field", "config:\n    §file_upload:\n        message: \"No\"\n")]
    [InlineData("singular-collection", "start_agent a:\n    description: \"d\"\n§start_agent b:\n    description: \"d\"\n")]
    [InlineData("constraint-enum", "config:\n    file_upload:\n        mode: §\"atuo\"\n")]
    [InlineData("constraint-enum", "connection messaging:\n    outbound_route_type: §\"Queue\"\n")]
    [InlineData("constraint-enum", "variables:\n    x: mutable string\n        visibility: §\"Public\"\n")]
    [InlineData("constraint-pattern", "config:\n    developer_name: §\"my agent\"\n")]
    [InlineData("constraint-pattern", "config:\n    agent_name: §\"2nd\"\n")]
    [InlineData("constraint-max-length", "config:\n    agent_name: §\"a2345678901234567890123456789012345678901234567890123456789012345678901234567890X\"\n")]
    [InlineData("constraint-minimum", "modality voice:\n    outbound_speed: §0.1\n")]
    [InlineData("constraint-maximum", "modality voice:\n    outbound_speed: §2.5\n")]
    [InlineData("constraint-allowed-namespaces", "variables:\n    x: linked string\n        source: §@messagingSession.Id\n")]
    [InlineData("unknown-dialect", "§# @dialect: agentfabric=1.0\nllm x:\n    a: 1\n")]
    [InlineData("invalid-version", "§# @dialect: agentforce=3\n")]
    public void What_a_block_may_not_have_is_an_error(string code, string script) => MarkedScript.AssertReports(code, Severity.Error, script);

    [Theory]
    [InlineData("anonymous-named-block", "§subagent:\n    description: \"d\"\n")]
    [InlineData("deprecated-field", "§topic a:\n    description: \"d\"\nconfig:\n    §default_agent_user: \"u\"\n    §user_locale: \"en\"\n")]
    [InlineData("duplicate-key", "config:\n    agent_name: \"A\"\n    §agent_name: \"B\"\n")]
    [InlineData("duplicate-key", "subagent a:\n    description: \"d\"\nsubagent b:\n    description: \"d\"\n§subagent a:\n    description: \"d\"\n")]
    [InlineData("invalid-version", "§# @dialect: agentforce=2.99\n")]
    public void What_a_block_should_not_have_is_a_warning(string code, string script) => MarkedScript.AssertReports(code, Severity.Warning, script);

    [Theory]
    [InlineData("unknown-block", "connection messaging:\n    adaptive_response_allowed: True\n")]
    [InlineData("unknown-field", "config:\n    agent_name: \"A\"\n    additional_parameter__anything: 3\n")]
    [InlineData("unknown-field", "model_config:\n    model: \"model://x\"\n    params:\n        temperature: 0.1\n")]
    [InlineData("unknown-field", "start_agent main:\n    schema: \"node://byon/acme/thing/v1\"\n    description: \"d\"\n    parameters:\n        any:\n            key: 1\n    on_init:\n        set @variables.a = 1\n")]
    [InlineData("unexpected-block-name", "subagent foo:\n    description: \"d\"\n")]
    [InlineData("anonymous-named-block", "subagent foo:\n    description: \"d\"\n")]
    [InlineData("missing-value", "config:\n    agent_name:\n        \"A\"\n")]
    [InlineData("missing-value", "start_agent main:\n    description: \"d\"\n    before_reasoning:\n")]
    [InlineData("unknown-variant", "start_agent main:\n    schema: \"node://commerce/shopper_agent/v1\"\n    description: \"d\"\nmodality voice:\n    voice_id: \"x\"\n")]
    [InlineData("type-mismatch", "config:\n    debug: True\n    agent_name: \"A\"\n    max_tokens: 100\n    default_agent_user: None\n    additional_parameter__x: [1, -2, \"a\"]\n")]
    [InlineData("type-mismatch", "system:\n    instructions: |\n        Two\n        lines\n    messages:\n        welcome:\n            | Hi\n        error: \"E\"\n")]
    [InlineData("invalid-sequence-element", "modality voice:\n    outbound:\n        pronunciations:\n            - grapheme: \"A\"\n              phoneme: \"B\"\n              type: \"IPA\"\n")]
    [InlineData("missing-required-field", "system:\n    messages:\n        error: \"E\"\nsubagent a:\n    description: \"d\"\n")]
    [InlineData("singular-collection", "start_agent a:\n    description: \"d\"\nsubagent b:\n    description: \"d\"\nsubagent c:\n    description: \"d\"\n")]
    [InlineData("duplicate-key", "subagent a:\n    description: \"d\"\ntopic a:\n    description: \"d\"\n")]
    [InlineData("constraint-enum", "config:\n    file_upload:\n        mode: \"auto\"\nvariables:\n    x: mutable string\n        visibility: \"external\"\n")]
    [InlineData("constraint-pattern", "config:\n    developer_name: \"My_Agent_2\"\n")]
    [InlineData("constraint-maximum", "modality voice:\n    outbound_speed: 2\n")]
    [InlineData("invalid-procedure-value", "connection messaging:\n    reasoning:\n        instructions: \"Be short\"\n")]
    [InlineData("constraint-allowed-namespaces", "variables:\n    x: linked string\n        source: @MessagingSession.Id\n")]
    [InlineData("deprecated-field", "access:\n    default_agent_user: \"u\"\nsubagent a:\n    description: \"d\"\n")]
    [InlineData("unknown-dialect", "# @dialect: AgentScript=2\n")]
    [InlineData("invalid-version", "# @dialect: agentforce=2.1\n")]
    public void What_a_block_may_have_is_not_reported(string code, string script) => MarkedScript.AssertSilent(code, script);

    [Theory]
    [InlineData("system:\n    messages:\n        eror: \"E\"\n", "Did you mean 'error'?")]
    [InlineData("connections messaging:\n    label: \"x\"\n", "Did you mean 'connection'?")]
    [InlineData("config:\n    file_upload:\n        mode: \"autoo\"\n", "Did you mean 'auto'?")]
    [InlineData("variables:\n    x: mutable strng\n", "Did you mean 'string'?")]
    [InlineData("variables:\n    x: linked string\n        source: @messagingSession.Id\n", "Did you mean 'MessagingSession'?")]
    public void A_name_that_is_nearly_right_is_answered_with_the_right_one(string script, string expected) =>
        Assert.Contains(MarkedScript.Lint(script), d => d.Message.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_name_far_from_all_others_is_answered_without_a_guess() =>
        Assert.DoesNotContain(MarkedScript.Lint("config:\n    zzzzzzzz: 1\n"), d => d.Message.Contains("Did you mean", StringComparison.Ordinal));

    [Theory]
    [InlineData("connection messaging:\n    label: \"x\"\n")]
    [InlineData("topic a:\n    description: \"d\"\n")]
    [InlineData("knowledge:\n    citations_enabled: True\n")]
    public void The_base_dialect_has_fewer_blocks(string block)
    {
        MarkedScript.AssertReports("unknown-block", Severity.Error, "# @dialect: agentscript\n§" + block);
        MarkedScript.AssertSilent("unknown-block", block);
    }

    [Fact]
    public void Of_a_dialect_without_tables_only_the_dialect_is_said() =>
        Assert.Equal(["unknown-dialect"], MarkedScript.Lint("# @dialect: agentfabric\nllm x:\n    kind: \"OpenAI\"\n").Select(d => d.Code));
}
