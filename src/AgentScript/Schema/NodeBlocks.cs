using static AgentScript.Schema.Fields;

namespace AgentScript.Schema;

/// <summary>What start_agent, subagent and topic consist of, in both dialects.</summary>
internal static class NodeBlocks
{
    public static Block NodeSystem { get; } = new(Text("instructions"), Flag("strip_salesforce_instructions"));

    public static Field Instructions { get; } = Procedure("instructions");

    public static Field ReasoningActions { get; } = Tools("actions", Text("description"), Text("label"));

    /// <summary>What may stand below <c>collect</c>.</summary>
    public static Block Collect { get; } = new(Text("message"), Number("attempts").With(new Minimum(1)).Extension());

    public static Field Intent { get; } = Sub(
        "intent",
        List("examples"),
        List("words"),
        TypedMap("slots", Text("pattern"), Text("answer"), Flag("identifies"), Text("kind"), Text("description"))).Extension();

    /// <summary>The base dialect's node.</summary>
    public static Block Node(Block action) => new(
        Literal("label"),
        Text("description").Required(),
        Sub("system", NodeSystem),
        Collection("actions", action),
        Deterministic("before_reasoning"),
        Sub("reasoning", Instructions, ReasoningActions),
        Deterministic("after_reasoning"),
        Intent,
        Procedure("reply").Extension());
}
