namespace AgentScript.Syntax;

/// <summary>
/// Tokens on demand, one at a time: the parser knows where brackets are open and where template text begins, so it steers.
/// No token is allocated and no character is read twice but for the start of a line after an abandoned bracket.
/// </summary>
internal sealed partial class Lexer(string text)
{
    private int limit = text.Length;
    private bool withinLine;
    private bool firstOnLine;

    public string Text { get; } = text;

    /// <summary>Offset behind the current token; after a layout token the first character of the next logical line.</summary>
    public int Position { get; private set; }

    /// <summary>Start of the physical line of the current token.</summary>
    public int LineStart { get; private set; }

    /// <summary>Open brackets; while it is above 0 line ends are white space.</summary>
    public int Brackets { get; set; }

    public Token Next()
    {
        if (Owed() is { } layout) return layout;
        firstOnLine = false;
        while (Position < limit)
        {
            var c = Text[Position];
            if (IsBlank(c)) Position++;
            else if (c is '\n' or '\r')
            {
                if (Brackets == 0) return Layout();
                Position = BehindLineEnd(Position);
                LineStart = Position;
                firstOnLine = true;
            }
            else if (c == '#' && !withinLine) Comment();
            else if (c == '\\' && Position + 1 < limit && Text[Position + 1] is '\n' or '\r')
            {
                Position = BehindLineEnd(Position + 1);
                LineStart = Position;
            }
            else return Scan(c);
        }
        return withinLine || Brackets > 0 ? Of(TokenKind.EndOfFile, Position, 0) : EndOfText();
    }

    /// <summary>Lexes one line's rest alone, as in <c>{!…}</c>: no layout, no comments.</summary>
    public void EnterLine(int start, int end) => (Position, limit, withinLine) = (start, end, true);

    /// <summary>Goes on at <paramref name="position"/> with the whole text.</summary>
    public void LeaveLine(int position) => (Position, limit, withinLine) = (position, Text.Length, false);

    /// <summary>The next character of the line that is no white space; a line feed at its end.</summary>
    public char Peek()
    {
        var at = Position;
        while (at < limit && IsBlank(Text[at])) at++;
        return at >= limit || Text[at] is '\r' or '#' ? '\n' : Text[at];
    }

    public static bool IsBlank(char c) => c is ' ' or '\t' or '\uFEFF' or '\u200B' or '\u2060';

    public static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private Token Scan(char c)
    {
        if (IsWordStart(c)) return Upto(TokenKind.Identifier, WordEnd(Position + 1));
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(Position + 1)))) return Number();
        switch (c)
        {
            case '@' when IsWordStart(At(Position + 1)): return Upto(TokenKind.AtName, WordEnd(Position + 2));
            case '"': return Upto(TokenKind.String, StringEnd(Position));
            case ':': return Of(TokenKind.Colon, Position, 1);
            case ',': return Of(TokenKind.Comma, Position, 1);
            case '.' when At(Position + 1) == '.' && At(Position + 2) == '.': return Of(TokenKind.Ellipsis, Position, 3);
            case '.': return Of(TokenKind.Dot, Position, 1);
            case '=': return At(Position + 1) == '=' ? Of(TokenKind.Equal, Position, 2) : Of(TokenKind.Assign, Position, 1);
            case '!' when At(Position + 1) == '=': return Of(TokenKind.NotEqual, Position, 2);
            case '<': return At(Position + 1) == '=' ? Of(TokenKind.LessOrEqual, Position, 2) : Of(TokenKind.Less, Position, 1);
            case '>': return At(Position + 1) == '=' ? Of(TokenKind.GreaterOrEqual, Position, 2) : Of(TokenKind.Greater, Position, 1);
            case '-': return At(Position + 1) == '>' ? Of(TokenKind.Arrow, Position, 2) : Of(TokenKind.Minus, Position, 1);
            case '+': return Of(TokenKind.Plus, Position, 1);
            case '*': return Of(TokenKind.Star, Position, 1);
            case '/': return Of(TokenKind.Slash, Position, 1);
            case '(': return Of(TokenKind.OpenParen, Position, 1);
            case ')': return Of(TokenKind.CloseParen, Position, 1);
            case '[': return Of(TokenKind.OpenBracket, Position, 1);
            case ']': return Of(TokenKind.CloseBracket, Position, 1);
            case '{': return Of(TokenKind.OpenBrace, Position, 1);
            case '}': return Of(TokenKind.CloseBrace, Position, 1);
            case '|': return Of(TokenKind.Pipe, Position, 1);
            default: return Upto(TokenKind.Bad, BadEnd(c));
        }
    }

    private char At(int offset) => offset < limit ? Text[offset] : '\0';

    private Token Of(TokenKind kind, int start, int length)
    {
        Position = start + length;
        return new Token(kind, start, Position, firstOnLine);
    }

    private Token Upto(TokenKind kind, int end)
    {
        var start = Position;
        Position = end;
        return new Token(kind, start, end, firstOnLine);
    }
}
