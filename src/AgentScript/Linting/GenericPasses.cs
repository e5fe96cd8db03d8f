namespace AgentScript.Linting;

/// <summary>What holds in every dialect, in the order it runs.</summary>
internal static class GenericPasses
{
    public static ReadOnlySpan<ILintPass> All => Passes;

    private static readonly ILintPass[] Passes = [];
}
