namespace AgentScript.Linting;

/// <summary>Types of actions, variables and conditions, and what the agentforce dialect adds, in the order it runs.</summary>
internal static class AgentforcePasses
{
    public static ReadOnlySpan<ILintPass> All => Passes;

    private static readonly ILintPass[] Passes = [];
}
