using System.Collections.Immutable;

namespace AgentScript.Syntax;

/// <summary>Recursive descent over the lexer's tokens, one token ahead; what the next line begins with is read from its characters.</summary>
internal sealed partial class DocumentParser
{
    private readonly SourceText source;
    private readonly string text;
    private readonly Lexer lexer;
    private readonly NameCache names = NameCache.Current;
    private Token current;
    private int previousEnd;
    private int blockDepth;
    private int expressionDepth;
    private int height;

    public DocumentParser(SourceText source)
    {
        (this.source, text) = (source, source.Text);
        lexer = new Lexer(text);
    }

    public SyntaxTree ParseDocument()
    {
        lexer.Start();
        current = lexer.Next();
        var root = current.Kind == TokenKind.EndOfFile ? MappingSyntax.Empty : ParseBody();
        return new SyntaxTree(source, root, Diagnostics(), [.. lexer.Comments]);
    }

    public (ExpressionSyntax Expression, ImmutableArray<Diagnostic> Diagnostics) ParseLoneExpression()
    {
        lexer.Start();
        lexer.Brackets = 1;
        current = lexer.Next();
        var expression = ParseExpression();
        if (current.Kind != TokenKind.EndOfFile) ReportUnexpected(text.Length, "the end of the expression");
        return (expression, Diagnostics());
    }

    private void Advance()
    {
        if (!current.EndsLine) previousEnd = current.End;
        current = lexer.Next();
    }

    private ReadOnlySpan<char> Span(Token token) => text.AsSpan(token.Start, token.End - token.Start);

    private bool At(string word) => current.Kind == TokenKind.Identifier && Span(current).SequenceEqual(word);

    private bool Accept(TokenKind kind)
    {
        if (current.Kind != kind) return false;
        Advance();
        return true;
    }

    private bool AcceptWord(string word)
    {
        if (!At(word)) return false;
        Advance();
        return true;
    }

    /// <summary>The next line begins with this: only while the current token is the layout in front of it.</summary>
    private bool NextLineBegins(string word) =>
        current.Kind == TokenKind.Newline && text.AsSpan(lexer.Position).StartsWith(word) && (lexer.Position + word.Length == text.Length || !Lexer.IsWordPart(text[lexer.Position + word.Length]));

    private NameSyntax ParseName()
    {
        var token = current;
        var name = token.Kind == TokenKind.String
            ? new NameSyntax(token.Start, token.End, StringValue(token), true)
            : new NameSyntax(token.Start, token.End, names.Get(Span(token)), false);
        Advance();
        return name;
    }
}
