using static AgentScript.Schema.Fields;

namespace AgentScript.Schema;

/// <summary><c>config</c>, <c>access</c> and other settings of the agentforce dialect.</summary>
internal static class ConfigBlocks
{
    private static readonly Constraint[] Name = [new Matching(Patterns.Name, Patterns.NameSays), new MaxLength(Patterns.NameLength)];

    public static Field Config { get; } = Sub("config", new Block(
        Text("developer_name").With(Name),
        Text("agent_name").With(Name),
        Literal("agent_label"),
        Text("description"),
        Text("agent_description"),
        Text("agent_type"),
        NullableText("default_agent_user").Deprecated("default_agent_user in the block access"),
        Text("agent_id"),
        Text("agent_version"),
        Text("company"),
        Text("role"),
        Text("agent_template"),
        Text("outbound_flow"),
        Text("user_locale").Deprecated("the block language"),
        Text("planner_type"),
        Flag("enable_enhanced_event_logs"),
        Flag("debug"),
        Number("max_tokens"),
        Number("temperature"),
        Sub("runtime", Flag("streaming"), Flag("thought_chunks"), Flag("citation"), Flag("groundedness"), Flag("reset_to_initial_node")),
        Sub("file_upload", Text("mode").Required().With(new OneOf(["auto", "managed", "disabled", "error"])), Text("message")),
        AgentScriptBlocks.ExitHooks)
    {
        Prefixed = Constant("additional_parameter__"),
    });

    public static Field Access { get; } = Sub(
        "access",
        NullableText("default_agent_user"),
        Sub("sharing_policy", Flag("use_default_sharing_entities"), List("custom_sharing_entities")),
        Sub("verified_customer_record_access", Flag("use_default_objects").Required(), List("additional_objects")));

    public static Field Context { get; } = Sub(
        "context",
        Sub("memory", Flag("enabled")),
        Sub("user_profile", Flag("enabled")),
        Sub("past_conversations", Flag("enabled")));

    public static Field Knowledge { get; } = Sub("knowledge", Text("citations_url"), Text("rag_feature_config_id"), Flag("citations_enabled"));

    public static Field ModelConfig { get; } = Sub("model_config", Text("model"), Anything("params"));

    public static Field System { get; } = Sub(
        "system",
        Text("instructions"),
        AgentScriptBlocks.Messages,
        Flag("strip_salesforce_instructions"),
        Sub("recommended_prompts", Flag("in_conversation"), Flag("welcome_screen"), List("starter_prompts")));
}
