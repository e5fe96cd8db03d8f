namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    /// <summary>The logical line must be over; what is left of it is reported and skipped.</summary>
    private void EndLine(string expected)
    {
        if (!current.EndsLine)
        {
            var found = current;
            SkipLine();
            ReportUnexpected(found, previousEnd, expected);
        }
        panic = false;
    }

    private void SkipLine()
    {
        lexer.Brackets = 0;
        while (!current.EndsLine) Advance();
    }

    // Words that make neither a key nor a statement. With a block below they were meant as a key: what is in there is kept.
    private MemberSyntax ParseUnknownWord()
    {
        var (start, wordEnd, hint) = (current.Start, current.End, Keywords.Hint(Span(current)));
        var first = ParseName();
        var second = current.Kind == TokenKind.Identifier && !Keywords.IsStopWord(Span(current)) ? ParseName() : null;
        var key = new KeySyntax(start, previousEnd, first, second);
        if (current.Kind == TokenKind.Indent && hint.Length == 0) return EntryWithoutColon(key);
        SkipLine();
        Report(DiagnosticCode.Syntax, start, previousEnd, $"Expected `key: value` or a statement, but found {Quote(start, previousEnd)}.{(hint.Length > 0 ? hint : $" Write a colon behind {Quote(start, wordEnd)} if it is a key.")}");
        if (current.Kind != TokenKind.Indent) return new ErrorStatementSyntax(start, previousEnd);
        var body = ParseBlock(false);
        return new EntrySyntax(start, previousEnd, key, null, false, body);
    }

    private ErrorStatementSyntax ParseUnknown()
    {
        var (start, dash) = (current.Start, IsDash());
        SkipLine();
        var advice = dash ? "List items cannot stand between keys: put them below a key of their own." : "A line begins with a key, a statement or `|`.";
        Report(DiagnosticCode.Syntax, start, previousEnd, $"Expected `key: value` or a statement, but found {Quote(start, previousEnd)}. {advice}");
        if (current.Kind == TokenKind.Indent) DiscardBlock();
        return new ErrorStatementSyntax(start, previousEnd);
    }

    private ErrorStatementSyntax ParseOrphanElse()
    {
        var start = current.Start;
        SkipLine();
        Report(DiagnosticCode.Syntax, start, previousEnd, $"Expected an `if` at this column above, but found {Quote(start, previousEnd)} alone. Put it right below the block of its `if`.");
        if (current.Kind == TokenKind.Indent) DiscardBlock();
        return new ErrorStatementSyntax(start, previousEnd);
    }
}
