namespace AgentScript.Tests.Linting;

public sealed class AgentforceConfigTests
{
    private const string Employee = "    agent_type: \"AgentforceEmployeeAgent\"\n";
    private const string Service = "    agent_type: \"AgentforceServiceAgent\"\n";

    [Theory]
    [InlineData(Employee, "config-missing-agent-name", 1)]
    [InlineData(Employee + "    developer_name: \"A\"\n", "config-missing-agent-name", 0)]
    [InlineData(Employee + "    agent_name: \"A\"\n", "config-missing-agent-name", 0)]
    [InlineData(Employee + "    agent_name: \"A\"\n    developer_name: \"A\"\n", "config-duplicate-agent-name", 1)]
    [InlineData(Employee + "    agent_name: \"A\"\n", "config-duplicate-agent-name", 0)]
    [InlineData(Service, "config-missing-default-agent-user", 1)]
    [InlineData("    agent_type: \"agentforceserviceagent\"\n", "config-missing-default-agent-user", 1)]
    [InlineData(Service + "    default_agent_user: \"u\"\n", "config-missing-default-agent-user", 0)]
    [InlineData(Service + "access:\n    default_agent_user: \"u\"\n", "config-missing-default-agent-user", 0)]
    [InlineData(Employee, "config-missing-default-agent-user", 0)]
    [InlineData(Service + "    default_agent_user: \"u\"\naccess:\n    default_agent_user: \"u\"\n", "config-default-agent-user-conflict", 1)]
    [InlineData(Service + "access:\n    default_agent_user: \"u\"\n", "config-default-agent-user-conflict", 0)]
    [InlineData(Service + "    default_agent_user: None\n", "config-invalid-default-agent-user-none", 1)]
    [InlineData(Service + "access:\n    default_agent_user: None\n", "config-invalid-default-agent-user-none", 1)]
    [InlineData(Employee + "access:\n    default_agent_user: None\n", "config-invalid-default-agent-user-none", 0)]
    [InlineData("    agent_type: \"Butler\"\n", "agent-type-not-allowed", 1)]
    [InlineData("    agent_type: \"customagent\"\n", "agent-type-not-allowed", 0)]
    [InlineData("    additional_parameter__disable_graph_runtime: True\n", "disabled-additional-parameter", 1)]
    [InlineData("    additional_parameter__other: True\n", "disabled-additional-parameter", 0)]
    [InlineData(Service + "system:\n    recommended_prompts:\n        in_conversation: True\n", "recommended-prompts-agent-type", 1)]
    [InlineData(Employee + "system:\n    recommended_prompts:\n        in_conversation: True\n", "recommended-prompts-agent-type", 0)]
    [InlineData(Employee + "access:\n    sharing_policy:\n        use_default_sharing_entities: True\n", "access-sharing-policy-not-allowed", 1)]
    [InlineData(Service + "access:\n    sharing_policy:\n        use_default_sharing_entities: True\n", "access-sharing-policy-not-allowed", 0)]
    [InlineData(Employee + "access:\n    verified_customer_record_access:\n        use_default_objects: True\n", "access-verified-customer-record-access-not-allowed", 1)]
    [InlineData(Service + "access:\n    verified_customer_record_access:\n        use_default_objects: True\n", "access-verified-customer-record-access-not-allowed", 0)]
    public void The_config_is_checked(string config, string code, int expected)
    {
        var text = "config:\n" + config;
        Assert.Equal(expected, Linted.Count(text, code));
        if (expected == 0) return;
        var severity = code == "config-default-agent-user-conflict" ? Severity.Warning : Severity.Error;
        Assert.Equal(severity, Linted.Single(text, code).Diagnostic.Severity);
    }

    [Fact]
    public void A_file_without_config_is_not_asked_for_a_name() => Assert.Equal(0, Linted.Count("start_agent main:\n    description: \"M\"\n", "config-missing-agent-name"));

    [Fact]
    public void What_is_said_of_a_block_as_a_whole_stands_at_its_first_line() =>
        Assert.Equal(2, Linted.Single("config:\n    agent_name: \"A\"\n    developer_name: \"A\"\n", "config-duplicate-agent-name").Line);

    [Fact]
    public void The_base_dialect_has_none_of_this() => Assert.Equal(0, Linted.Count("# @dialect: agentscript\nconfig:\n    description: \"D\"\n", "config-missing-agent-name"));

    [Theory]
    [InlineData("adaptive: True\n    default_locale: \"en_US\"\n    additional_locales: \"de\"", 2)]
    [InlineData("adaptive: False\n    default_locale: \"en_US\"", 0)]
    [InlineData("adaptive: True", 0)]
    public void An_adaptive_language_overrides_the_locales(string language, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.Config + $"language:\n    {language}\n", "adaptive-language-overrides"));

    [Theory]
    [InlineData("voice_id: \"v\"\n    languages:\n        de:\n            is_default: True\n", "language:\n    default_locale: \"de\"\n", "voice-version-mixing", 1)]
    [InlineData("voice_id: \"v\"\n", "", "voice-version-mixing", 0)]
    [InlineData("languages:\n        de:\n            is_default: True\n", "", "voice-language-missing-language-block", 1)]
    [InlineData("languages:\n        de:\n            is_default: True\n", "language:\n    default_locale: \"de\"\n", "voice-language-missing-language-block", 0)]
    [InlineData("languages:\n        fr:\n            is_default: True\n", "language:\n    default_locale: \"de\"\n", "voice-language-not-declared", 1)]
    [InlineData("languages:\n        fr:\n            is_default: True\n", "language:\n    default_locale: \"de\"\n    additional_locales: \"it, fr\"\n", "voice-language-not-declared", 0)]
    [InlineData("languages:\n        de:\n            is_default: True\n", "language:\n    adaptive: True\n    default_locale: \"de\"\n", "voice-adaptive-conflict", 1)]
    [InlineData("languages:\n        de:\n            is_default: True\n", "language:\n    default_locale: \"de\"\n", "voice-adaptive-conflict", 0)]
    public void The_voice_and_the_language_agree(string voice, string language, string code, int expected) =>
        Assert.Equal(expected, Linted.Count(Linted.Config + language + "modality voice:\n    " + voice, code));
}
