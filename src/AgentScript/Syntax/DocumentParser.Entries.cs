namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private MemberSyntax ParseMember()
    {
        panic = false;
        if (current.Kind == TokenKind.Pipe) return ParseTemplateStatement();
        if (current.Kind == TokenKind.Identifier)
        {
            if (StatementHere() is { } statement) return statement;
            if (KeyNames() > 0 || LacksColon()) return ParseEntry();
            return ParseUnknownWord();
        }
        return current.Kind == TokenKind.String && KeyNames() > 0 ? ParseEntry() : ParseUnknown();
    }

    /// <summary>How many names stand before a colon here: 0 when it is no key.</summary>
    private int KeyNames()
    {
        if (current.Kind is not (TokenKind.Identifier or TokenKind.String)) return 0;
        var at = SkipBlanks(current.End);
        if (at == text.Length) return 0;
        if (text[at] == ':') return 1;
        if (at == current.End) return 0;
        var start = at;
        if (text[at] == '"')
        {
            at = lexer.StringEnd(at);
            if (text[at - 1] != '"') return 0;
        }
        else if (Lexer.IsWordStart(text[at]))
        {
            while (at < text.Length && Lexer.IsWordPart(text[at])) at++;
            if (Keywords.IsStopWord(text.AsSpan(start, at - start))) return 0;
        }
        else return 0;
        at = SkipBlanks(at);
        return at < text.Length && text[at] == ':' ? 2 : 0;
    }

    private int SkipBlanks(int at)
    {
        while (at < text.Length && Lexer.IsBlank(text[at])) at++;
        return at;
    }

    // A name, then what can only be a value: `agent_name "Weather"`. A misspelled statement is not taken for a key.
    private bool LacksColon() =>
        current.Kind == TokenKind.Identifier && lexer.Peek() is '"' or '@' or (>= '0' and <= '9') && Keywords.Hint(Span(current)).Length == 0 && !Keywords.IsOperator(Span(current));

    /// <summary>The first line of a body is a value, and no key, statement or item.</summary>
    private bool BeginsValue() => current.Kind switch
    {
        TokenKind.Pipe => false,
        TokenKind.String => KeyNames() == 0,
        TokenKind.Identifier => !BeginsStatement() && KeyNames() == 0 && !LacksColon() && !At("else") && (Keywords.Hint(Span(current)).Length == 0 || !(lexer.Peek() is '@' or (>= 'a' and <= 'z'))) && !Lexer.IsWordStart(SecondWord()),
        _ => BeginsExpression(),
    };

    // The first letter of a word behind this one that is no operator, as in `subagent billing` without its colon.
    private char SecondWord()
    {
        var at = SkipBlanks(current.End);
        var end = at;
        while (end < text.Length && Lexer.IsWordPart(text[end])) end++;
        return end == at || Keywords.IsOperator(text.AsSpan(at, end - at)) || text.AsSpan(at, end - at) is "to" or "with" || Span(current) is "mutable" or "linked" or "not" ? '\0' : text[at];
    }

    private KeySyntax ParseKey()
    {
        var two = KeyNames() == 2;
        var first = ParseName();
        var second = two ? ParseName() : null;
        return new KeySyntax(first.Start, previousEnd, first, second);
    }

    private EntrySyntax ParseEntry(bool inItem = false)
    {
        var key = ParseKey();
        if (!Accept(TokenKind.Colon)) Report(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `:` behind the key {Quote(key.Start, key.End)}, but found {Found()}. Write `key: value`.");
        if (Accept(TokenKind.Arrow)) return ParseArrowEntry(key);
        SyntaxNode? value = null;
        if (!current.EndsLine)
        {
            value = ParseInline();
            EndLine("the end of the line behind the value");
        }
        if (current.Kind != TokenKind.Indent || (inItem && value is not null)) return new EntrySyntax(key.Start, previousEnd, key, value, false, null);
        if (value is ExpressionSyntax expression && NextIsClause())
            return ParseEntryWithClausesBelow(key, expression);
        var body = ParseBlock(false);
        return new EntrySyntax(key.Start, previousEnd, key, value, false, body);
    }

    private EntrySyntax ParseArrowEntry(KeySyntax key)
    {
        var body = current.EndsLine ? current.Kind == TokenKind.Indent ? ParseProcedure() : null : ParseOnSameLine("`->`");
        return new EntrySyntax(key.Start, previousEnd, key, null, true, body);
    }

    // A statement belongs on a line of its own; where one stands behind `->` or `if …:` it is read all the same.
    private MappingSyntax ParseOnSameLine(string behind)
    {
        var (mark, start) = (members.Count, current.Start);
        Report(DiagnosticCode.Syntax, start, current.End, $"Expected the end of the line behind {behind}, but found {Found()}. Statements stand on lines of their own, indented below.");
        if (blockDepth == Parser.MaxDepth) SkipLine();
        else
        {
            blockDepth++;
            members.Add(ParseMember());
            blockDepth--;
        }
        if (current.Kind == TokenKind.Indent) ParseStrayBlock();
        return new MappingSyntax(start, previousEnd, members.Take(mark));
    }

    private bool NextIsClause()
    {
        var rest = text.AsSpan(lexer.Position);
        return rest.StartsWith("to") && rest.Length > 2 && Lexer.IsBlank(rest[2]) && rest[2..].TrimStart(" \t") is not [':', ..];
    }

    // x: @utils.transition
    //     to @subagent.y
    private EntrySyntax ParseEntryWithClausesBelow(KeySyntax key, ExpressionSyntax expression)
    {
        if (blockDepth == Parser.MaxDepth)
        {
            var skipped = SkipBlock();
            return new EntrySyntax(key.Start, previousEnd, key, expression, false, skipped);
        }
        blockDepth++;
        Advance();
        var value = ParseClauses(expression);
        EndLine("the end of the line behind the target");
        BodySyntax? body = null;
        if (current.Kind is TokenKind.Newline or TokenKind.Indent)
        {
            if (current.Kind == TokenKind.Newline) Advance();
            body = ParseMapping();
        }
        Accept(TokenKind.Dedent);
        blockDepth--;
        return new EntrySyntax(key.Start, previousEnd, key, value, false, body);
    }

    // The line was found to be a key only now: a deeper line follows it.
    private EntrySyntax EntryWithoutColon(KeySyntax key)
    {
        Report(DiagnosticCode.Missing, key.End, key.End, $"Expected `:` behind the key {Quote(key.Start, key.End)}, but found {FoundLineEnd}. Write `key:`.");
        var body = ParseBlock(false);
        return new EntrySyntax(key.Start, previousEnd, key, null, false, body);
    }
}
