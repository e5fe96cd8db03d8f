namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private Scratch<TemplatePartSyntax> parts;
    private char[] rendered = [];
    private int renderedLength;
    private int partStart;

    // On this line no `}` stands before here: looked for once.
    private int noBraceBefore;

    private TemplateSyntax ParseTemplate()
    {
        var start = current.Start;
        var extent = TemplateExtent.Of(text, lexer, current);
        var mark = parts.Count;
        (renderedLength, partStart) = (0, extent.TextStart);
        var (lineStart, from, breaks) = (current.End, extent.TextStart, 0);
        while (true)
        {
            var lineEnd = Math.Min(lexer.LineEnd(lineStart), extent.End);
            if (from < 0) lexer.Comments.Add(new CommentSyntax(~from, lineEnd));
            else if (from < lineEnd)
            {
                // Of the line ends between a bare pipe and its text one stays, and only where there are two or more.
                if (extent.IsBare && parts.Count == mark && renderedLength == 0) breaks = Math.Min(breaks - 1, 1);
                for (; breaks > 0; breaks--) Render("\n");
                RenderLine(from, lineEnd);
            }
            if (lineEnd >= extent.End) break;
            lineStart = lexer.BehindLineEnd(lineEnd);
            from = extent.ContentStart(text, lineStart, lexer.LineEnd(lineStart));
            if (from >= 0) breaks++;
        }
        FlushText(extent.End, last: true);
        (previousEnd, panic) = (extent.End, false);
        lexer.LeaveLine(lexer.LineEnd(extent.End));
        current = lexer.Next();
        return new TemplateSyntax(start, extent.End, parts.Take(mark));
    }

    private void RenderLine(int from, int end)
    {
        while (true)
        {
            var found = text.AsSpan(from, end - from).IndexOf("{!");
            if (found < 0) break;
            Render(text.AsSpan(from, found));
            FlushText(from + found, last: false);
            from = ParseInterpolation(from + found, end);
            partStart = from;
        }
        Render(text.AsSpan(from, end - from));
    }

    private int ParseInterpolation(int start, int end)
    {
        var outerBrackets = lexer.Brackets;
        lexer.Brackets = 0;
        lexer.EnterLine(start + 2, end);
        previousEnd = start + 2;
        panic = false;
        current = lexer.Next();
        var expression = ParseExpression();
        if (current.Kind != TokenKind.CloseBrace) SkipToBrace(end);
        if (current.Kind == TokenKind.CloseBrace) previousEnd = current.End;
        else Report(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `}}` behind the expression, but found {Found()}. Close what `{{!` opened on the same line.");
        panic = false;
        lexer.Brackets = outerBrackets;
        lexer.LeaveLine(previousEnd);
        parts.Add(new InterpolationSyntax(start, previousEnd, expression));
        return previousEnd;
    }

    // Where a `}` follows on the line it is taken for the end; else the rest of the line stays text.
    private void SkipToBrace(int end)
    {
        var found = current;
        if (previousEnd < noBraceBefore || text.AsSpan(found.Start, end - found.Start).IndexOf('}') is not (var brace and >= 0))
        {
            noBraceBefore = end;
            return;
        }
        brace += found.Start;
        ReportUnexpected(found, brace, "`}` behind the expression");
        panic = true;
        previousEnd = brace;
        lexer.EnterLine(brace, end);
        current = lexer.Next();
    }

    private void Render(ReadOnlySpan<char> piece)
    {
        if (renderedLength + piece.Length > rendered.Length) Array.Resize(ref rendered, Math.Max(256, (renderedLength + piece.Length) * 2));
        piece.CopyTo(rendered.AsSpan(renderedLength));
        renderedLength += piece.Length;
    }

    private void FlushText(int end, bool last)
    {
        var value = rendered.AsSpan(0, renderedLength);
        if (last) value = value.TrimEnd(" \t\n\r");
        if (value.Length > 0) parts.Add(new TextPartSyntax(partStart, end, value.ToString()));
        renderedLength = 0;
    }
}
