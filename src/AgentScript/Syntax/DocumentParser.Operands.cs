using System.Globalization;

namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    /// <summary>An operand with its members, subscripts and calls.</summary>
    private ExpressionSyntax ParsePostfixed()
    {
        var operand = ParseOperand();
        while (true)
        {
            var below = height;
            switch (current.Kind)
            {
                case TokenKind.Dot:
                    Advance();
                    var name = MemberName();
                    operand = name is null ? operand : new MemberAccessSyntax(operand.Start, previousEnd, operand, name);
                    height = below;
                    break;
                case TokenKind.OpenBracket: operand = ParseSubscript(operand); break;
                case TokenKind.OpenParen: operand = ParseCall(operand); break;
                default: return operand;
            }
            if (!Raise(Math.Max(below, height))) operand = TooDeep(operand.Start);
        }
    }

    private string? MemberName()
    {
        if (current.Kind == TokenKind.Identifier)
        {
            var name = names.Get(Span(current));
            Advance();
            return name;
        }
        Fail(DiagnosticCode.Syntax, previousEnd, previousEnd, $"Expected a name behind `.`, but found {Found()}. Write which member is meant, or remove the point.");
        return null;
    }

    private bool BeginsExpression() => current.Kind switch
    {
        TokenKind.Identifier => !Keywords.IsOperator(Span(current)) || At("not"),
        TokenKind.AtName or TokenKind.String or TokenKind.Number or TokenKind.DateTime or TokenKind.Ellipsis
            or TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace or TokenKind.Minus or TokenKind.Plus or TokenKind.Star => true,
        _ => false,
    };

    private ExpressionSyntax ParseOperand()
    {
        height = 1;
        var token = current;
        if (BeginsOtherLine(false)) return MissingOperand();
        switch (token.Kind)
        {
            case TokenKind.AtName: return ParseReference();
            case TokenKind.Identifier when !Keywords.IsOperator(Span(token)):
                Advance();
                return Span(token) switch
                {
                    "True" => new BooleanSyntax(token.Start, token.End, true),
                    "False" => new BooleanSyntax(token.Start, token.End, false),
                    "None" => new NoneSyntax(token.Start, token.End),
                    var word => new IdentifierSyntax(token.Start, token.End, names.Get(word)),
                };
            case TokenKind.String:
                Advance();
                return new StringSyntax(token.Start, token.End, StringValue(token));
            case TokenKind.Number:
                Advance();
                return new NumberSyntax(token.Start, token.End, NumberValue(token));
            case TokenKind.DateTime:
                Advance();
                return new DateTimeSyntax(token.Start, token.End, Span(token).ToString());
            case TokenKind.Ellipsis:
                Advance();
                return new EllipsisSyntax(token.Start, token.End);
            case TokenKind.OpenParen: return ParseParenthesized();
            case TokenKind.OpenBracket: return ParseList();
            case TokenKind.OpenBrace: return ParseDictionary();
            case TokenKind.Bad:
                Advance();
                ReportUnexpected(token, token.End, "a value");
                panic = true;
                return new ErrorExpressionSyntax(token.Start, token.End);
            default: return MissingOperand();
        }
    }

    private ErrorExpressionSyntax MissingOperand()
    {
        var lineEnds = current.EndsLine || BeginsOtherLine(false);
        var (start, end) = lineEnds ? (previousEnd, previousEnd) : (current.Start, current.End);
        Fail(DiagnosticCode.Syntax, start, end, $"Expected a value, but found {(lineEnds && current.Kind != TokenKind.EndOfFile ? FoundLineEnd : Found())}. Write text in double quotes, a number, True, False, None or a reference such as `@variables.name`.");
        return Nothing();
    }

    private ReferenceSyntax ParseReference()
    {
        var token = current;
        var ns = names.Get(text.AsSpan(token.Start + 1, token.End - token.Start - 1));
        Advance();
        var member = Accept(TokenKind.Dot) ? MemberName() : null;
        return new ReferenceSyntax(token.Start, previousEnd, ns, member);
    }

    private double NumberValue(Token token)
    {
        var value = double.Parse(Span(token), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (double.IsFinite(value)) return value;
        Report(DiagnosticCode.Syntax, token.Start, token.End, $"Expected a number of at most 308 digits, but found {Quote(token.Start, token.End)}. Write it as text.");
        return double.MaxValue;
    }

    /// <summary>Without quotes, escapes resolved. <c>\'</c> is no character at all.</summary>
    private string StringValue(Token token)
    {
        var closed = token.End - token.Start >= 2 && IsClosed(token);
        if (!closed)
        {
            var end = text.AsSpan(0, token.End).TrimEnd(" \t").Length;
            Fail(DiagnosticCode.Missing, token.End, token.End, $"Expected `\"` at the end of the text, but found {FoundLineEnd}. Close the text that begins with {Quote(token.Start, end)} on its line; longer text is a template: `|`.");
        }
        var inner = text.AsSpan(token.Start + 1, token.End - token.Start - (closed ? 2 : 1));
        if (inner.IndexOf('\\') < 0) return inner.Length <= 32 ? names.Get(inner) : inner.ToString();
        return Unescape(inner, token.Start + 1);
    }

    // The lexer passed every escape, so a quote at the end is the closing one unless it is the opening or an escaped one.
    private bool IsClosed(Token token)
    {
        if (text[token.End - 1] != '"') return false;
        var backslashes = 0;
        for (var at = token.End - 2; at > token.Start && text[at] == '\\'; at--) backslashes++;
        return backslashes % 2 == 0;
    }

    private string Unescape(ReadOnlySpan<char> inner, int offset)
    {
        var value = new char[inner.Length];
        var length = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\' || i + 1 == inner.Length)
            {
                value[length++] = inner[i];
                continue;
            }
            var c = inner[++i];
            if (c == '\'') continue;
            if (c is not ('"' or '\\' or 'n' or 't' or 'r' or '0'))
            {
                Report(DiagnosticCode.Syntax, offset + i - 1, offset + i + 1, $"Expected one of \\\" \\\\ \\n \\t \\r \\0 behind the backslash, but found {Quote(offset + i, offset + i + 1)}. A backslash itself is written twice.");
                value[length++] = '\\';
            }
            value[length++] = c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', _ => c };
        }
        return new string(value, 0, length);
    }
}
