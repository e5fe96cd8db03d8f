using System.Collections.Immutable;

namespace AgentScript.Syntax;

/// <summary>A line of a procedure.</summary>
public abstract class StatementSyntax(int start, int end) : MemberSyntax(start, end);

/// <summary><c>| text</c> as a statement.</summary>
public sealed class TemplateStatementSyntax(TemplateSyntax template) : StatementSyntax(template.Start, template.End)
{
    public TemplateSyntax Template { get; } = template;
}

/// <summary><c>if … else if … else</c> as one statement: branches in order, the last without a condition when it is an <c>else</c>.</summary>
public sealed class IfStatementSyntax(int start, int end, ImmutableArray<BranchSyntax> branches) : StatementSyntax(start, end)
{
    public ImmutableArray<BranchSyntax> Branches { get; } = branches;
}

/// <param name="condition">Null for <c>else</c>.</param>
public sealed class BranchSyntax(int start, int end, ExpressionSyntax? condition, MappingSyntax body) : SyntaxNode(start, end)
{
    public ExpressionSyntax? Condition { get; } = condition;

    public MappingSyntax Body { get; } = body;
}

/// <summary><c>run @actions.X</c> with its bindings and callback below.</summary>
public sealed class RunStatementSyntax(int start, int end, ExpressionSyntax action, MappingSyntax body) : StatementSyntax(start, end)
{
    public ExpressionSyntax Action { get; } = action;

    /// <summary><see cref="MappingSyntax.Empty"/> when there is none.</summary>
    public MappingSyntax Body { get; } = body;
}

/// <summary><c>set @variables.v = e</c>.</summary>
public sealed class SetStatementSyntax(int start, int end, ExpressionSyntax target, ExpressionSyntax value) : StatementSyntax(start, end)
{
    public ExpressionSyntax Target { get; } = target;

    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>transition to @subagent.x</c>; any number of clauses, as the schema counts them.</summary>
public sealed class TransitionStatementSyntax(int start, int end, ImmutableArray<ClauseSyntax> clauses) : StatementSyntax(start, end)
{
    public ImmutableArray<ClauseSyntax> Clauses { get; } = clauses;

    /// <summary>The first target, or null.</summary>
    public ExpressionSyntax? Target => Clauses.OfType<ToClauseSyntax>().FirstOrDefault()?.Target;
}

/// <summary><c>with a = 1, b = 2</c> on a line of its own.</summary>
public sealed class WithStatementSyntax(int start, int end, ImmutableArray<BindingSyntax> bindings) : StatementSyntax(start, end)
{
    public ImmutableArray<BindingSyntax> Bindings { get; } = bindings;
}

/// <summary><c>available when e</c>.</summary>
public sealed class AvailableWhenStatementSyntax(int start, int end, ExpressionSyntax condition) : StatementSyntax(start, end)
{
    public ExpressionSyntax Condition { get; } = condition;
}

/// <summary><c>collect @variables.v</c> with entries below (<c>message: "…"</c>).</summary>
public sealed class CollectStatementSyntax(int start, int end, ExpressionSyntax target, MappingSyntax body) : StatementSyntax(start, end)
{
    public ExpressionSyntax Target { get; } = target;

    public MappingSyntax Body { get; } = body;
}

/// <summary><c>on failure</c> with a procedure below: our extension, in the body of a run or of a reasoning action.</summary>
public sealed class OnFailureStatementSyntax(int start, int end, MappingSyntax body) : StatementSyntax(start, end)
{
    public MappingSyntax Body { get; } = body;
}

/// <summary>A line that is no statement and no entry; its text is kept, an error is reported, nothing runs.</summary>
public sealed class ErrorStatementSyntax(int start, int end) : StatementSyntax(start, end);
