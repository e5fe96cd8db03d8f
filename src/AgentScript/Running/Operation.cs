using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Running;

/// <summary>A procedure as a flat list: a position in it is an index.</summary>
/// <param name="Name">before, instructions, reply, after, tool:NAME, agent:NAME.</param>
/// <param name="Failure">Where the body of a tool begins when its call failed.</param>
internal sealed record Procedure(string Name, ImmutableArray<Operation> Operations, int Failure)
{
    public static Procedure Empty(string name) => new(name, [], 0);
}

/// <param name="Line">In the script, counted from 1.</param>
internal abstract record Operation(int Line);

/// <summary><c>| text</c>.</summary>
internal sealed record Say(TemplateSyntax Template, int Line) : Operation(Line);

/// <summary>A condition of an <c>if</c>: when it does not hold, execution goes on at <paramref name="Otherwise"/>.</summary>
/// <param name="Way"><c>then</c>, or the number of the <c>else if</c>.</param>
internal sealed record Branch(ExpressionSyntax Condition, string Way, int Otherwise, int Line) : Operation(Line);

/// <summary>No condition of the <c>if</c> held.</summary>
internal sealed record Else(int Line) : Operation(Line);

internal sealed record Jump(int To, int Line) : Operation(Line);

internal sealed record Assign(string Variable, ExpressionSyntax Value, int Line) : Operation(Line);

/// <summary><c>run @actions.X</c>: its callback follows, then a <see cref="Leave"/>.</summary>
/// <param name="Failure">Where execution goes on when the call failed.</param>
internal sealed record Run(string Name, ActionDefinition? Action, ImmutableArray<BindingSyntax> Bindings, int Failure, int Line) : Operation(Line);

/// <summary>The end of a callback: <c>@outputs</c> means again what it meant before.</summary>
internal sealed record Leave(int Line) : Operation(Line);

internal sealed record Transition(string Target, bool IsAgent, int Line) : Operation(Line);

internal sealed record Collect(string Variable, ExpressionSyntax? Message, int Attempts, int Line) : Operation(Line);

internal sealed record Escalate(ExpressionSyntax? Reason, ExpressionSyntax? Message, int Line) : Operation(Line);

internal sealed record EndTheSession(ExpressionSyntax? Message, int Line) : Operation(Line);

/// <summary>A line that cannot be executed: it is traced and passed over.</summary>
internal sealed record Defect(string What, int Line) : Operation(Line);
