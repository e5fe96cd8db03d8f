using System.Collections.Immutable;

namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private Scratch<ExpressionSyntax> expressions;
    private Scratch<DictionaryItemSyntax> dictionaryItems;

    private ExpressionSyntax ParseParenthesized()
    {
        var start = current.Start;
        if (expressionDepth == Parser.MaxDepth) return SkipBrackets();
        var outer = Open();
        var inner = ParseExpression();
        var below = height;
        Close(TokenKind.CloseParen, outer, start);
        return Raise(below) ? new ParenthesizedSyntax(start, previousEnd, inner) : TooDeep(start);
    }

    private ExpressionSyntax ParseSubscript(ExpressionSyntax target)
    {
        if (expressionDepth == Parser.MaxDepth) return SkipBrackets();
        var start = current.Start;
        var outer = Open();
        var index = ParseExpression();
        var below = height;
        Close(TokenKind.CloseBracket, outer, start);
        height = below;
        return new SubscriptSyntax(target.Start, previousEnd, target, index);
    }

    private ExpressionSyntax ParseCall(ExpressionSyntax function)
    {
        if (expressionDepth == Parser.MaxDepth) return SkipBrackets();
        var arguments = ParseItems(TokenKind.CloseParen);
        return new CallSyntax(function.Start, previousEnd, function, arguments);
    }

    private ExpressionSyntax ParseList()
    {
        if (expressionDepth == Parser.MaxDepth) return SkipBrackets();
        var start = current.Start;
        var items = ParseItems(TokenKind.CloseBracket);
        return Raise(height) ? new ListSyntax(start, previousEnd, items) : TooDeep(start);
    }

    private ImmutableArray<ExpressionSyntax> ParseItems(TokenKind closer)
    {
        var (start, mark, highest) = (current.Start, expressions.Count, 0);
        var outer = Open();
        while (current.Kind != closer)
        {
            if (!BeginsExpression() || BeginsOtherLine(false)) break;
            expressions.Add(ParseExpression());
            highest = Math.Max(highest, height);
            if (!SeparateItems(closer, outer)) break;
            if (closer == TokenKind.CloseParen && current.Kind == closer && text[previousEnd - 1] == ',')
                Report(DiagnosticCode.Syntax, current.Start, current.End, "Expected another value behind the comma, but found `)`. A call's last argument is followed by no comma.");
        }
        Close(closer, outer, start);
        height = highest;
        return expressions.Take(mark);
    }

    private ExpressionSyntax ParseDictionary()
    {
        if (expressionDepth == Parser.MaxDepth) return SkipBrackets();
        var (start, mark, highest) = (current.Start, dictionaryItems.Count, 0);
        var outer = Open();
        while (current.Kind is TokenKind.Identifier or TokenKind.String && !BeginsOtherLine(true))
        {
            var key = ParseKey();
            if (!Accept(TokenKind.Colon)) Fail(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `:` behind the key {Quote(key.Start, key.End)}, but found {Found()}. Write {{key: value}}.");
            var value = ParseExpression();
            highest = Math.Max(highest, height);
            dictionaryItems.Add(new DictionaryItemSyntax(key.Start, previousEnd, key, value));
            if (!SeparateItems(TokenKind.CloseBrace, outer)) break;
        }
        Close(TokenKind.CloseBrace, outer, start);
        var items = dictionaryItems.Take(mark);
        return Raise(highest) ? new DictionarySyntax(start, previousEnd, items) : TooDeep(start);
    }

    // False when the list is over, or nothing that could be an item follows.
    private bool SeparateItems(TokenKind closer, int outer)
    {
        if (lexer.Brackets != outer + 1) return false;
        if (Accept(TokenKind.Comma)) return true;
        if (current.Kind == closer || !BeginsExpression() || BeginsOtherLine(closer == TokenKind.CloseBrace)) return false;
        Fail(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `,` between two items, but found {Found()}.");
        return true;
    }

    private int Open()
    {
        expressionDepth++;
        var outer = lexer.Brackets++;
        Advance();
        return outer;
    }

    /// <summary>Past the closing bracket; where it is not there, past what cannot belong inside, but not into other lines of the script.</summary>
    private void Close(TokenKind closer, int outer, int opened)
    {
        expressionDepth--;
        if (lexer.Brackets != outer + 1) return;
        if (current.Kind != closer)
        {
            var bracket = closer switch { TokenKind.CloseParen => ")", TokenKind.CloseBracket => "]", _ => "}" };
            var (found, at) = (current, EndsBrackets() ? previousEnd : current.Start);
            var missing = SkipTo(closer);
            var message = $"Expected `{bracket}` for the bracket opened at {source.At(opened)}, but found {(found.FirstOnLine ? FoundLineEnd : Describe(found))}. ";
            if (missing) Fail(DiagnosticCode.Missing, at, at, message + $"Close it with `{bracket}`.");
            else Fail(DiagnosticCode.Syntax, at, Math.Max(at, previousEnd), message + Advice(found));
            if (missing && EndsBrackets())
            {
                current = lexer.LeaveBrackets(current) ?? current;
                return;
            }
        }
        lexer.Brackets = outer;
        if (current.Kind == closer) Advance();
    }

    // True when the closer does not come.
    private bool SkipTo(TokenKind closer)
    {
        for (var open = 0; !EndsBrackets(); Advance())
        {
            if (current.Kind is TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace) open++;
            if (current.Kind is not (TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace)) continue;
            if (open == 0) return current.Kind != closer;
            open--;
        }
        return true;
    }

    private bool EndsBrackets() => current.Kind == TokenKind.EndOfFile || BeginsOtherLine(false) || (current.Kind == TokenKind.Colon && lexer.Peek() == '\n');

    /// <summary>The current token begins a line of the script rather than an item of an open bracket.</summary>
    private bool BeginsOtherLine(bool dictionary)
    {
        if (!current.FirstOnLine) return false;
        if (current.Kind == TokenKind.Pipe) return true;
        if (KeyNames() > 0) return !dictionary || (lexer.ColumnOf(current.Start) <= lexer.Column && (previousEnd == 0 || text[previousEnd - 1] is not (',' or '{') || ColonEndsLine()));
        return current.Kind == TokenKind.Identifier && Keywords.IsStatement(Span(current)) && !At("if") && (Lexer.IsWordStart(lexer.Peek()) || lexer.Peek() == '@');
    }

    private bool ColonEndsLine()
    {
        var at = text.AsSpan(current.End).IndexOf(':') + current.End;
        at = SkipBlanks(at + 1);
        return at == text.Length || text[at] is '\n' or '\r';
    }

    private ErrorExpressionSyntax SkipBrackets()
    {
        var (start, opened) = (current.Start, 0);
        var before = lexer.Brackets;
        do
        {
            if (current.Kind is TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace) opened++;
            else if (current.Kind is TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace) opened--;
            lexer.Brackets = before + opened;
            Advance();
        }
        while (opened > 0 && !EndsBrackets());
        lexer.Brackets = before;
        return TooDeep(start);
    }
}
