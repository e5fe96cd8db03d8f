using System.Collections.Immutable;

namespace AgentScript.Syntax;

/// <summary>A node of the concrete tree: schema-free, error-tolerant, immutable. <see cref="Start"/> and <see cref="End"/> are offsets into the source.</summary>
public abstract class SyntaxNode(int start, int end)
{
    public int Start { get; } = start;

    public int End { get; } = end;
}

/// <summary>What stands below a key: a mapping, a sequence, or a lone value.</summary>
public abstract class BodySyntax(int start, int end) : SyntaxNode(start, end);

/// <summary>Entries and statements in the order of the source. A procedure is a mapping of statements alone.</summary>
public sealed class MappingSyntax(int start, int end, ImmutableArray<MemberSyntax> members) : BodySyntax(start, end)
{
    public static MappingSyntax Empty { get; } = new(0, 0, []);

    public ImmutableArray<MemberSyntax> Members { get; } = members;
}

/// <summary><c>- item</c> lines.</summary>
public sealed class SequenceSyntax(int start, int end, ImmutableArray<SequenceItemSyntax> items) : BodySyntax(start, end)
{
    public ImmutableArray<SequenceItemSyntax> Items { get; } = items;
}

/// <summary>A value alone on the indented lines below a key; also the keyword <c>empty</c> as an <see cref="IdentifierSyntax"/>.</summary>
public sealed class ValueBodySyntax(int start, int end, SyntaxNode value) : BodySyntax(start, end)
{
    /// <summary>An <see cref="ExpressionSyntax"/>, <see cref="DeclarationSyntax"/>, <see cref="AssignmentSyntax"/> or <see cref="ClausedSyntax"/>.</summary>
    public SyntaxNode Value { get; } = value;
}

/// <summary>One <c>-</c>: a value, a mapping, or a first entry on the dash's line with more below (then it is all in <see cref="Body"/>).</summary>
public sealed class SequenceItemSyntax(int start, int end, SyntaxNode? value, BodySyntax? body) : SyntaxNode(start, end)
{
    public SyntaxNode? Value { get; } = value;

    public BodySyntax? Body { get; } = body;
}

/// <summary>A line of a mapping: an <see cref="EntrySyntax"/> or a <see cref="StatementSyntax"/>.</summary>
public abstract class MemberSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary><c>key: value</c>, <c>key:</c> with a body below, <c>key: -></c> with a procedure below, or all at once.</summary>
/// <param name="value">On the key's own line: an <see cref="ExpressionSyntax"/> (a template is one), <see cref="DeclarationSyntax"/>, <see cref="AssignmentSyntax"/> or <see cref="ClausedSyntax"/>; else null.</param>
public sealed class EntrySyntax(int start, int end, KeySyntax key, SyntaxNode? value, bool arrow, BodySyntax? body) : MemberSyntax(start, end)
{
    public KeySyntax Key { get; } = key;

    public SyntaxNode? Value { get; } = value;

    public bool Arrow { get; } = arrow;

    public BodySyntax? Body { get; } = body;
}

/// <summary><c>name</c> or <c>kind name</c>.</summary>
public sealed class KeySyntax(int start, int end, NameSyntax first, NameSyntax? second) : SyntaxNode(start, end)
{
    public NameSyntax First { get; } = first;

    public NameSyntax? Second { get; } = second;

    /// <summary><c>kind name</c> or <c>name</c>, without quotes.</summary>
    public string Text => Second is null ? First.Text : $"{First.Text} {Second.Text}";
}

/// <summary>An identifier or a quoted string in the place of a name; <paramref name="text"/> is without quotes and escapes.</summary>
public sealed class NameSyntax(int start, int end, string text, bool quoted) : SyntaxNode(start, end)
{
    public string Text { get; } = text;

    public bool Quoted { get; } = quoted;
}

/// <summary><c>[mutable|linked] TYPE [= default]</c>. Without a modifier a parser cannot know a declaration from an expression:
/// <c>x: string</c> is an <see cref="IdentifierSyntax"/>, <c>x: string = "a"</c> an <see cref="AssignmentSyntax"/>.</summary>
public sealed class DeclarationSyntax(int start, int end, NameSyntax modifier, ExpressionSyntax type, ExpressionSyntax? value) : SyntaxNode(start, end)
{
    public NameSyntax Modifier { get; } = modifier;

    public ExpressionSyntax Type { get; } = type;

    public ExpressionSyntax? Default { get; } = value;
}

/// <summary><c>left = right</c> as a value.</summary>
public sealed class AssignmentSyntax(int start, int end, ExpressionSyntax left, ExpressionSyntax right) : SyntaxNode(start, end)
{
    public ExpressionSyntax Left { get; } = left;

    public ExpressionSyntax Right { get; } = right;
}

/// <summary>An expression with clauses: <c>@utils.transition to @subagent.b</c>. The clauses may stand on the next, deeper lines.</summary>
public sealed class ClausedSyntax(int start, int end, ExpressionSyntax value, ImmutableArray<ClauseSyntax> clauses) : SyntaxNode(start, end)
{
    public ExpressionSyntax Value { get; } = value;

    public ImmutableArray<ClauseSyntax> Clauses { get; } = clauses;
}

public abstract class ClauseSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary><c>to @subagent.x</c>.</summary>
public sealed class ToClauseSyntax(int start, int end, ExpressionSyntax target) : ClauseSyntax(start, end)
{
    public ExpressionSyntax Target { get; } = target;
}

/// <summary><c>with a = 1, b = ...</c>.</summary>
public sealed class WithClauseSyntax(int start, int end, ImmutableArray<BindingSyntax> bindings) : ClauseSyntax(start, end)
{
    public ImmutableArray<BindingSyntax> Bindings { get; } = bindings;
}

/// <summary><c>name = expression</c>; without <c>=</c> the value is an ellipsis and an error is reported.</summary>
public sealed class BindingSyntax(int start, int end, NameSyntax name, ExpressionSyntax value) : SyntaxNode(start, end)
{
    public NameSyntax Name { get; } = name;

    public ExpressionSyntax Value { get; } = value;
}
