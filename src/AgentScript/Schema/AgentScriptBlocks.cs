using static AgentScript.Schema.Fields;

namespace AgentScript.Schema;

/// <summary>The tables of the base dialect.</summary>
internal static class AgentScriptBlocks
{
    public static Field Messages { get; } = Sub("messages", Text("welcome"), Text("error").Required());

    public static Field Language { get; } = Sub("language", Flag("adaptive"), Text("default_locale"), Text("additional_locales"), Flag("all_additional_locales"));

    /// <summary>How an extended script's hooks run after a transition, a failure or an escalation.</summary>
    public static Field ExitHooks { get; } = Text("exit_hooks").With(new OneOf(["agentforce", "always"])).Extension();

    public static Field Inputs { get; } = TypedMap(
        "inputs",
        Text("label"), Text("description"), Flag("is_required"), Flag("is_user_input"), Text("complex_data_type_name"), Text("schema"),
        Flag("filter_from_agent"), Flag("is_displayable"), Flag("is_used_by_planner"));

    public static Field Outputs { get; } = TypedMap(
        "outputs",
        Text("label"), Text("description"), Text("developer_name"), Flag("is_displayable"), Flag("is_used_by_planner"), Flag("filter_from_agent"),
        Text("complex_data_type_name"));

    public static Field ConnectedSubagent { get; } = Named("connected_subagent", new Block(
        Literal("target").Required(), Text("label"), Text("description"), Text("loading_text"),
        TypedMap("inputs", Text("label"), Text("description"), Flag("is_required")),
        Deterministic("after_response"), Flag("delegate_escalation")));

    private static Block Action { get; } = new(Text("description"), Text("label"), Text("target").Required(), Text("source"), Inputs, Outputs);

    private static Block Node { get; } = NodeBlocks.Node(Action);

    public static Block Root { get; } = new(
        Sub("system", Text("instructions"), Messages, Flag("strip_salesforce_instructions")),
        Sub("config", Text("description"), ExitHooks),
        TypedMap("variables", Text("description"), Text("label"), Flag("is_required")) with { KeyPattern = Patterns.Name },
        Language,
        ConnectedSubagent,
        Named("start_agent", Node) with { IsSingular = true },
        Named("subagent", Node));
}
