using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Uses;

/// <summary>What kind of procedure a statement belongs to; <see cref="None"/> in a plain value.</summary>
internal enum ProcedureKind { None, Before, Instructions, Tool, After, Reply, AfterResponse, OnInit, OnExit, Other }

/// <summary>Where a statement or expression stands. One instance for all that stands in the same procedure, tool body or run.</summary>
/// <param name="Block">The top-level block.</param>
/// <param name="Node">The start_agent, sub-agent or topic; null outside of one.</param>
/// <param name="Procedure">The outermost procedure; <see cref="ProcedureKind.Tool"/> is the whole entry of a reasoning action.</param>
/// <param name="Tool">The reasoning action whose entry this is in.</param>
/// <param name="Run">The innermost run whose body this is in.</param>
internal sealed record Place(EntrySyntax Block, Node? Node, ProcedureKind Procedure, ReasoningAction? Tool, RunStatementSyntax? Run)
{
    /// <summary>The reference whose outputs <c>@outputs</c> means here: the innermost run's, else the tool's; null when there is neither.</summary>
    public ReferenceSyntax? Called => Run is null ? Tool?.Reference : Run.Action as ReferenceSyntax;

    /// <summary>Whether this is the body of a run or of a reasoning action.</summary>
    public bool IsCallback => Run is not null || Tool is not null;
}
