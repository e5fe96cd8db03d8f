using AgentScript.Linting.Own;

namespace AgentScript.Linting;

/// <summary>The family <c>fa-</c>: what no vendor's linter says, in the order it runs. Never an error.</summary>
internal static class OwnPasses
{
    public static ReadOnlySpan<ILintPass> All => Passes;

    private static readonly ILintPass[] Passes =
    [
        new PromptEmphasis(), new Reachability(), new NeverSet(), new RunInputs(), new TransitionCycles(), new InstructionBudget(), new DelegationDepth(), new Scope(), new Intents(),
    ];
}
