namespace AgentScript.Syntax;

internal enum TokenKind : byte
{
    EndOfFile, Newline, Indent, Dedent,
    Identifier, AtName, String, Number, DateTime, Ellipsis,
    Colon, Arrow, Comma, Dot, Assign,
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Plus, Minus, Star, Slash,
    OpenParen, CloseParen, OpenBracket, CloseBracket, OpenBrace, CloseBrace,
    Pipe, Bad,
}

/// <summary>A range of the text with its kind. <see cref="FirstOnLine"/> is only set inside brackets, where line ends are no tokens.</summary>
internal readonly struct Token(TokenKind kind, int start, int end, bool firstOnLine)
{
    public readonly TokenKind Kind = kind;
    public readonly bool FirstOnLine = firstOnLine;
    public readonly int Start = start;
    public readonly int End = end;

    /// <summary>Newline, indent, dedent and the end of the file: what ends a logical line.</summary>
    public bool EndsLine => Kind <= TokenKind.Dedent;
}
