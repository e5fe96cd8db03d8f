using AgentScript.Linting.Generic;
using AgentScript.Linting.Structure;

namespace AgentScript.Linting;

/// <summary>What holds in every dialect, in the order it runs.</summary>
internal static class GenericPasses
{
    public static ReadOnlySpan<ILintPass> All => Passes;

    private static readonly ILintPass[] Passes =
    [
        new SchemaPass(),
        new UnreachableCodePass(),
        new NestedIfPass(),
        new TransitionPass(),
        new TargetsPass(),
        new UnusedVariablesPass(),
        new CallsPass(),
        new OperatorsPass(),
        new SpreadPass(),
        new IdentifiersPass(),
        new InterpolationsPass(),
        new DuplicateClausesPass(),
        new UndefinedReferencesPass(),
        new UnknownNamespacesPass(),
    ];
}
