using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Uses;

/// <summary>What a reference is there for; <see cref="Host"/>: a setting that whoever runs the node or action reads, and no expression of the script.</summary>
internal enum UseRole { Value, SetValue, ToolValue, RunTarget, TransitionTarget, SetTarget, CollectTarget, Source, Host }

/// <param name="InTemplate">Between <c>{!</c> and <c>}</c>.</param>
internal readonly record struct ReferenceUse(ReferenceSyntax Syntax, Place Place, UseRole Role, bool InTemplate);

/// <summary>A statement or an expression with its place.</summary>
internal readonly record struct Use<T>(T Syntax, Place Place) where T : SyntaxNode;

/// <summary>What a script consists of, by kind, each in the order of the text; with the place of each.</summary>
internal sealed class ScriptUses
{
    public List<ReferenceUse> References { get; } = [];

    public List<Use<TemplateSyntax>> Templates { get; } = [];

    public List<(ReasoningAction Tool, Place Place)> Tools { get; } = [];

    /// <summary><c>with name = value</c>, as a clause or on its own line.</summary>
    public List<Use<BindingSyntax>> Bindings { get; } = [];

    public List<Use<SetStatementSyntax>> Sets { get; } = [];

    public List<Use<RunStatementSyntax>> Runs { get; } = [];

    public List<Use<IfStatementSyntax>> Ifs { get; } = [];

    public List<Use<TransitionStatementSyntax>> Transitions { get; } = [];

    public List<Use<AvailableWhenStatementSyntax>> Conditions { get; } = [];

    public List<Use<CollectStatementSyntax>> Collects { get; } = [];

    public List<Use<CallSyntax>> Calls { get; } = [];

    public List<Use<BinarySyntax>> Binaries { get; } = [];

    /// <summary>A bare word where a value is expected: neither a type nor the name of a called function.</summary>
    public List<Use<IdentifierSyntax>> Identifiers { get; } = [];

    /// <summary><c>*x</c>, also those in their right place (a call or a list).</summary>
    public List<(UnarySyntax Syntax, bool Allowed)> Spreads { get; } = [];
}
