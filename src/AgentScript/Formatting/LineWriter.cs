using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>Puts lines under each other: indentation, the blank lines that are kept, and the comments between them.</summary>
internal sealed class LineWriter(SyntaxTree tree)
{
    public const int Indentation = 4;

    private readonly SourceText source = tree.Source;
    private readonly StringBuilder output = new(tree.Source.Text.Length + (tree.Source.Text.Length / 4));
    private readonly Stack<(int Indent, int Column)> above = [];
    private int comment;
    private bool first = true;
    private bool opened;

    /// <summary>Writes what stands from <paramref name="start"/> to <paramref name="end"/> in the source, and the comments above it.</summary>
    /// <param name="opens">A block follows, or may.</param>
    public void Line(int indent, int start, int end, ValueWriter text, bool opens)
    {
        while (Next is { } earlier && earlier.Start < start) Own(earlier, indent);
        while (Next is { } inside && inside.Start < end)
            if (text.HoldsComments) comment++;
            else Own(inside, indent);
        Begin(indent, start);
        output.Append(text.Text());
        if (!text.EndsInText && Next is { } beside && OnLine(beside, end)) output.Append("  ").Append(Text(beside));
        output.Append('\n');
        Place(indent, start);
        opened = opens;
        first = opens;
    }

    /// <summary>What follows at <paramref name="indent"/> stands below <paramref name="start"/>.</summary>
    public void Place(int indent, int start)
    {
        while (above.TryPeek(out var deeper) && deeper.Indent >= indent) above.Pop();
        above.Push((indent, Column(start)));
    }

    /// <summary>Whether a comment stands inside, not yet written.</summary>
    public bool HasComment(SyntaxNode node)
    {
        var at = comment;
        while (at < tree.Comments.Length && tree.Comments[at].Start < node.Start) at++;
        return at < tree.Comments.Length && tree.Comments[at].Start < node.End;
    }

    public string Finish()
    {
        while (Next is { } rest) Own(rest, 0);
        return output.ToString();
    }

    private CommentSyntax? Next => comment < tree.Comments.Length ? tree.Comments[comment] : null;

    private void Own(CommentSyntax own, int next)
    {
        Begin(IndentOf(own, next), own.Start);
        output.Append(Text(own)).Append('\n');
        first = false;
    }

    private void Begin(int indent, int start)
    {
        if (!first && IsBlankAbove(start)) output.Append('\n');
        output.Append(' ', indent);
    }

    /// <summary>A comment right of what follows belongs to the deepest block above that it is not left of.</summary>
    private int IndentOf(CommentSyntax own, int next)
    {
        var column = Column(own.Start);
        if (opened && above.TryPeek(out var head) && head.Indent >= next && column > head.Column) return head.Indent + Indentation;
        foreach (var (indent, at) in above)
        {
            if (indent <= next) break;
            if (at <= column) return indent;
        }
        return next;
    }

    private ReadOnlySpan<char> Text(CommentSyntax written)
    {
        comment++;
        return source.Slice(written.Start, written.End).TrimEnd();
    }

    private bool OnLine(CommentSyntax beside, int offset) => source.Line(beside.Start) == source.Line(offset);

    private bool IsBlankAbove(int offset)
    {
        var line = source.Line(offset);
        if (line == 0) return false;
        foreach (var c in source.Slice(source.LineStart(line - 1), source.LineStart(line)))
            if (!Lexer.IsBlank(c) && c is not ('\n' or '\r')) return false;
        return true;
    }

    private int Column(int offset)
    {
        var column = 0;
        foreach (var c in source.Slice(source.LineStart(source.Line(offset)), offset)) column += Lexer.Width(c);
        return column;
    }
}
