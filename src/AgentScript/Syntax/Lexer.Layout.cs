namespace AgentScript.Syntax;

internal sealed partial class Lexer
{
    public const int TabColumns = 3;

    private readonly List<CommentSyntax> comments = [];

    // A level holds every line from its smallest column to the column of its last line: so a line that dedents to a column
    // nobody began stays with the closest level around it, and its neighbours at the same column with it.
    private (int Least, int Last)[] levels = new (int, int)[16];
    private int depth = -1;
    private int owedDedents;
    private bool owedNewline;

    public List<CommentSyntax> Comments => comments;

    /// <summary>Column of the logical line that is being read.</summary>
    public int Column => levels[depth].Last;

    /// <summary>Finds the first line; before the first token.</summary>
    public void Start() => Push(0, Math.Max(ToNextLine(0), 0));

    private Token? Owed()
    {
        if (owedDedents > 0)
        {
            owedDedents--;
            depth--;
            return new Token(TokenKind.Dedent, Position, Position, false);
        }
        if (!owedNewline) return null;
        owedNewline = false;
        return new Token(TokenKind.Newline, Position, Position, false);
    }

    /// <summary>A level that begins in the middle of a line: the entry behind a dash.</summary>
    public void Push(int least, int last)
    {
        if (++depth == levels.Length) Array.Resize(ref levels, depth * 2);
        levels[depth] = (least, last);
    }

    /// <summary>Columns from the line's start to <paramref name="offset"/>.</summary>
    public int ColumnOf(int offset)
    {
        var column = 0;
        for (var at = LineStart; at < offset; at++) column += Width(Text[at]);
        return column;
    }

    public static int Width(char c) => c switch { '\t' => TabColumns, '\uFEFF' or '\u200B' or '\u2060' => 0, _ => 1 };

    public int LineEnd(int from)
    {
        var found = Text.AsSpan(from).IndexOfAny('\n', '\r');
        return found < 0 ? Text.Length : from + found;
    }

    public int BehindLineEnd(int at) => Text[at] == '\r' && at + 1 < Text.Length && Text[at + 1] == '\n' ? at + 2 : at + 1;

    /// <summary>Gives up brackets that were never closed: the line of the current token counts again, as a line.</summary>
    public Token? LeaveBrackets(Token current)
    {
        Brackets = 0;
        if (withinLine) return null;
        if (current.Kind == TokenKind.EndOfFile) return EndOfText();
        return current.FirstOnLine ? Layout(LineStart) : null;
    }

    /// <summary>Skips the rest of the current level without a look at its lines; the next token is the level's dedent.</summary>
    public void SkipLevel()
    {
        var least = levels[depth].Least;
        for (var next = Position; ;)
        {
            next = LineEnd(next);
            Position = next;
            if (next == Text.Length) return;
            next = BehindLineEnd(next);
            var (column, at) = Indentation(next);
            if (at < Text.Length && Text[at] is not ('\n' or '\r' or '#') && column < least) return;
        }
    }

    private Token Layout() => Layout(BehindLineEnd(Position));

    private Token Layout(int lineStart)
    {
        var column = ToNextLine(lineStart);
        if (column < 0) return EndOfText();
        ref var level = ref levels[depth];
        if (column > level.Last)
        {
            Push(column, column);
            return new Token(TokenKind.Indent, Position, Position, false);
        }
        if (column >= level.Least)
        {
            level.Last = column;
            return new Token(TokenKind.Newline, Position, Position, false);
        }
        var enclosing = depth;
        while (column < levels[enclosing].Least) enclosing--;
        levels[enclosing].Last = column;
        owedDedents = depth - enclosing;
        owedNewline = true;
        return Owed()!.Value;
    }

    private Token EndOfText()
    {
        Position = Text.Length;
        if (depth <= 0) return new Token(TokenKind.EndOfFile, Position, Position, false);
        depth--;
        return new Token(TokenKind.Dedent, Position, Position, false);
    }

    /// <summary>To the first character of the next line that holds more than blanks and a comment; its column, or -1 at the end.</summary>
    private int ToNextLine(int lineStart)
    {
        while (true)
        {
            LineStart = lineStart;
            var (column, at) = Indentation(lineStart);
            Position = at;
            if (at == Text.Length) return -1;
            if (Text[at] == '#') Comment();
            else if (Text[at] is not ('\n' or '\r')) return column;
            if (Position == Text.Length) return -1;
            lineStart = BehindLineEnd(Position);
        }
    }

    private (int Column, int At) Indentation(int at)
    {
        var column = 0;
        for (; at < Text.Length && IsBlank(Text[at]); at++) column += Width(Text[at]);
        return (column, at);
    }

    private void Comment()
    {
        var end = LineEnd(Position);
        comments.Add(new CommentSyntax(Position, end));
        Position = end;
    }
}
