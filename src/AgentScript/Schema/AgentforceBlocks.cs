using static AgentScript.Schema.Fields;

namespace AgentScript.Schema;

/// <summary>The tables of the agentforce dialect.</summary>
internal static class AgentforceBlocks
{
    /// <summary>Where a linked variable's value may come from.</summary>
    private static readonly string[] Sources = ["MessagingSession", "MessagingEndUser", "VoiceCall"];

    private static Field Variables { get; } = TypedMap(
        "variables",
        Text("description"), Text("label"), Flag("is_required"), Reference("source").From(Sources),
        Text("visibility").With(new OneOf(["Internal", "External", "internal", "external"])), Flag("is_displayable"), Flag("is_used_by_planner")) with { KeyPattern = Patterns.Name };

    private static Block Action { get; } = new(
        Text("description"), Text("label"), Text("target").Required(), Text("source"), AgentScriptBlocks.Inputs, AgentScriptBlocks.Outputs,
        Flag("require_user_confirmation"), Flag("include_in_progress_indicator"), Text("progress_indicator_message"));

    private static Block Plain { get; } = NodeBlocks.Node(Action);

    private static Field Skills { get; } = Collection("skills", new Block(Text("target").Required(), Text("description"), Text("label")));

    /// <summary>What <c>schema: "node://…"</c> adds; which of the other fields make sense there is a pass's to say.</summary>
    private static Block Hosted(Field parameters) => Plain.Except([], parameters, ConfigBlocks.ModelConfig, Skills, Literal("schema"), Deterministic("on_init"), Deterministic("on_exit"));

    private static Block Node(bool skills)
    {
        var full = Plain.Except([], ConfigBlocks.ModelConfig, Literal("schema"));
        if (skills) full = full.Except([], Skills);
        return new Block([.. full.Fields])
        {
            Discriminator = "schema",
            Variants =
            [
                ("node://commerce/shopper_agent/", Hosted(Sub("parameters", Anything("template")))),
                ("node://tableau/analyze_data/", Hosted(Sub("parameters", Anything("context")))),
                ("node://byon/", Hosted(Anything("parameters")).Except(["before_reasoning", "after_reasoning"])),
            ],
        };
    }

    public static Block Root { get; } = new(
        ConfigBlocks.System,
        ConfigBlocks.Config,
        Variables,
        AgentScriptBlocks.Language,
        ConfigBlocks.ModelConfig,
        ConfigBlocks.Knowledge,
        ConfigBlocks.Access,
        ConfigBlocks.Context,
        ConnectionBlocks.Connection,
        VoiceBlocks.Modality,
        AgentScriptBlocks.ConnectedSubagent,
        Named("start_agent", Node(skills: true)) with { IsSingular = true },
        Named("subagent", Node(skills: true)),
        Named("topic", Node(skills: false)).Deprecated("subagent"));
}
