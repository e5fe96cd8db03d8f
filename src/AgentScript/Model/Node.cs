using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Model;

public enum NodeKind { StartAgent, Subagent, Topic }

/// <summary>A <c>start_agent</c>, <c>subagent</c> or <c>topic</c>. A procedure that is absent is empty; <see cref="Reply"/> is null when absent.</summary>
public sealed record Node
{
    public required NodeKind Kind { get; init; }

    public required string Name { get; init; }

    public required ExpressionSyntax? Label { get; init; }

    public required ExpressionSyntax? Description { get; init; }

    /// <summary>Its own instructions replace the file's.</summary>
    public required SystemBlock System { get; init; }

    public required ImmutableArray<ActionDefinition> Actions { get; init; }

    public required ImmutableArray<StatementSyntax> Before { get; init; }

    /// <summary><c>reasoning.instructions</c>: a procedure, or one template statement where the source has a bare text.</summary>
    public required ImmutableArray<StatementSyntax> Instructions { get; init; }

    public required ImmutableArray<ReasoningAction> Tools { get; init; }

    public required ImmutableArray<StatementSyntax> After { get; init; }

    /// <summary>The node's own <c>model_config.model</c>, else the file's; null when neither is text.</summary>
    public required string? Model { get; init; }

    /// <summary>Our extension: what a customer says who means this node.</summary>
    public required Intent? Intent { get; init; }

    /// <summary>Our extension: a procedure that answers without a model.</summary>
    public required ImmutableArray<StatementSyntax>? Reply { get; init; }

    public required EntrySyntax Syntax { get; init; }

    /// <summary>Its model is the classifier that only picks a transition.</summary>
    public bool IsRouter => Model?.Contains("sfdc_ai__DefaultEinsteinHyperClassifier", StringComparison.Ordinal) == true;

    public ActionDefinition? Action(string name) => Actions.LastOrDefault(a => a.Name == name);
}

/// <summary>An entry of <c>actions</c>: what a target takes and gives.</summary>
public sealed record ActionDefinition(
    string Name, ExpressionSyntax? Description, ExpressionSyntax? Label, string? Target,
    ImmutableArray<Declaration> Inputs, ImmutableArray<Declaration> Outputs,
    bool RequiresConfirmation, bool ShowsProgress, ExpressionSyntax? ProgressMessage, EntrySyntax Syntax)
{
    public Declaration? Input(string name) => Inputs.LastOrDefault(i => i.Name == name);

    public Declaration? Output(string name) => Outputs.LastOrDefault(o => o.Name == name);
}

public enum ToolKind { Action, Transition, SetVariables, Escalate, EndSession, Delegate, ConnectedAgent, Unknown }

/// <summary>An entry of <c>reasoning.actions</c>: a tool the model may call.</summary>
/// <param name="Target">The action, node, or connected agent it leads to; null for the other kinds.</param>
/// <param name="Conditions"><c>available when</c>, all of which must hold.</param>
/// <param name="Body">What runs after the call: set, run, if, transition, on failure.</param>
public sealed record ReasoningAction(
    string Name, ToolKind Kind, ReferenceSyntax? Reference, ReferenceSyntax? Target, ExpressionSyntax? Label, ExpressionSyntax? Description,
    ImmutableArray<ExpressionSyntax> Conditions, ImmutableArray<BindingSyntax> Bindings, ImmutableArray<StatementSyntax> Body, EntrySyntax Syntax);

/// <summary>Our extension. A message means this intent when an identifying slot is in it, one of <paramref name="Words"/> occurs, or it is like an example.</summary>
public sealed record Intent(ImmutableArray<string> Examples, ImmutableArray<string> Words, ImmutableArray<Slot> Slots, EntrySyntax Syntax);

/// <summary>A piece of a message kept in the mutable variable of the same name.</summary>
/// <param name="Pattern">Regular expression found anywhere between word boundaries; its first group, else the whole match, is the value.</param>
/// <param name="Answer">Regular expression the whole message must match when the slot was asked for.</param>
/// <param name="Identifies">Finding it is enough to know the intent.</param>
/// <param name="Kind">A <see cref="FoundValue.Kind"/> that is looked for instead of a pattern; null: by type.</param>
public sealed record Slot(string Name, string Type, string? Pattern, string? Answer, bool Identifies, EntrySyntax Syntax, string? Kind = null);
