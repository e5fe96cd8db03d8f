using AgentScript.Linting.Types;

namespace AgentScript.Linting;

/// <summary>Types of actions, variables and conditions, and what the agentforce dialect adds, in the order it runs.</summary>
internal static class AgentforcePasses
{
    public static ReadOnlySpan<ILintPass> All => Passes;

    private static readonly ILintPass[] Passes =
    [
        new MissingActionReference(), new ActionInputs(), new ActionOutputs(), new ConditionTypes(), new DefaultTypes(), new SetVariables(), new TemplateWords(),
    ];
}
