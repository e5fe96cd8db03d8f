using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>Puts lines under each other: indentation, the blank lines that are kept, and the comments between them.</summary>
internal sealed class LineWriter(SyntaxTree tree)
{
    public const int Indentation = 4;

    private const int TabColumns = 3; // the language's own weight of a tab

    private readonly SourceText source = tree.Source;
    private readonly StringBuilder output = new(tree.Source.Text.Length + (tree.Source.Text.Length / 4));
    private readonly List<int> columns = [];
    private int comment;
    private bool first = true;
    private bool opened;

    /// <summary>Writes what stands from <paramref name="start"/> to <paramref name="end"/> in the source, and the comments above it.</summary>
    /// <param name="opens">A block follows, or may.</param>
    public void Line(int level, int start, int end, ValueWriter text, bool opens)
    {
        while (Next is { } above && above.Start < start) Own(above, level);
        while (Next is { } inside && inside.Start < end)
            if (text.HoldsComments) comment++;
            else Own(inside, level);
        Begin(level, start);
        output.Append(text.Text());
        if (!text.EndsInText && Next is { } beside && OnLine(beside, end)) output.Append("  ").Append(Text(beside));
        output.Append('\n');
        columns.RemoveRange(level, columns.Count - level);
        columns.Add(Column(start));
        opened = opens;
        first = opens;
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
        Begin(LevelOf(own, next), own.Start);
        output.Append(Text(own)).Append('\n');
        first = false;
    }

    private void Begin(int level, int start)
    {
        if (!first && IsBlankAbove(start)) output.Append('\n');
        output.Append(' ', level * Indentation);
    }

    /// <summary>A comment right of what follows belongs to the deepest block above that it is not left of.</summary>
    private int LevelOf(CommentSyntax own, int next)
    {
        var column = Column(own.Start);
        var deepest = columns.Count - 1;
        if (opened && deepest >= next && column > columns[deepest]) return deepest + 1;
        for (var level = deepest; level > next; level--)
            if (columns[level] <= column) return level;
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
        return line > 0 && source.Slice(source.LineStart(line - 1), source.LineStart(line)).IsBlank();
    }

    private int Column(int offset)
    {
        var column = 0;
        foreach (var c in source.Slice(source.LineStart(source.Line(offset)), offset)) column += c == '\t' ? TabColumns : Blanks.IsIgnored(c) ? 0 : 1;
        return column;
    }
}
