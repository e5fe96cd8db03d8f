using System.Collections.Immutable;

namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private Scratch<MemberSyntax> members;
    private Scratch<SequenceItemSyntax> sequenceItems;

    /// <summary>The indented lines below: from the indent to behind its dedent.</summary>
    private BodySyntax ParseBlock(bool procedure)
    {
        if (blockDepth == Parser.MaxDepth) return SkipBlock();
        blockDepth++;
        Advance();
        var body = procedure ? ParseMapping() : ParseBody();
        Accept(TokenKind.Dedent);
        blockDepth--;
        return body;
    }

    private MappingSyntax ParseProcedure() => (MappingSyntax)ParseBlock(true);

    private MappingSyntax SkipBlock()
    {
        var start = lexer.Position;
        lexer.SkipLevel();
        Report(DiagnosticCode.Syntax, start, lexer.Position, $"These lines are nested deeper than {Parser.MaxDepth} blocks, which is the limit: they were left out. Move them up, or into a block of their own.");
        previousEnd = lexer.Position;
        current = lexer.Next();
        Accept(TokenKind.Dedent);
        return new MappingSyntax(start, previousEnd, []);
    }

    private BodySyntax ParseBody()
    {
        if (IsDash()) return ParseSequence();
        return BeginsValue() ? ParseValueBody() : ParseMapping();
    }

    private MappingSyntax ParseMapping(MemberSyntax? first = null)
    {
        var mark = members.Count;
        var start = first?.Start ?? current.Start;
        if (first is not null) members.Add(first);
        ParseMembers();
        return new MappingSyntax(start, previousEnd, members.Take(mark));
    }

    /// <summary>To the end of the level; the members stay on the stack.</summary>
    private void ParseMembers()
    {
        while (current.Kind is not (TokenKind.Dedent or TokenKind.EndOfFile))
        {
            if (current.Kind == TokenKind.Indent) ParseStrayBlock();
            else if (!Accept(TokenKind.Newline)) members.Add(ParseMember());
        }
    }

    // Deeper lines below a line that takes none: they are read as if they stood at its column.
    private void ParseStrayBlock()
    {
        Report(DiagnosticCode.Syntax, lexer.Position, lexer.Position, "Expected a line at the column of the line above, but found one that is indented deeper. The line above takes nothing below it: move this one to the left.");
        if (blockDepth == Parser.MaxDepth)
        {
            SkipBlock();
            return;
        }
        blockDepth++;
        Advance();
        ParseMembers();
        Accept(TokenKind.Dedent);
        blockDepth--;
    }

    private BodySyntax ParseValueBody()
    {
        var value = ParseInline();
        EndLine("the end of the line behind the value");
        if (current.Kind is TokenKind.Dedent or TokenKind.EndOfFile) return new ValueBodySyntax(value.Start, value.End, value);
        if (current.Kind == TokenKind.Indent && value is IdentifierSyntax word)
            return ParseMapping(EntryWithoutColon(new KeySyntax(word.Start, word.End, new NameSyntax(word.Start, word.End, word.Name, false), null)));
        Report(DiagnosticCode.Syntax, value.Start, value.End, $"Expected `key: value` or a statement, but found {Quote(value.Start, value.End)}. A value can stand below a key only when it is alone there.");
        return ParseMapping(new ErrorStatementSyntax(value.Start, previousEnd));
    }

    // `- x` is an item, `-5` is a number.
    private bool IsDash() => current.Kind == TokenKind.Minus && (current.End == text.Length || Lexer.IsBlank(text[current.End]) || text[current.End] is '\n' or '\r');

    private SequenceSyntax ParseSequence()
    {
        var mark = sequenceItems.Count;
        var start = current.Start;
        while (current.Kind is not (TokenKind.Dedent or TokenKind.EndOfFile))
        {
            if (current.Kind == TokenKind.Indent) DiscardBlock();
            else if (Accept(TokenKind.Newline)) continue;
            else if (IsDash()) sequenceItems.Add(ParseSequenceItem());
            else
            {
                var at = current.Start;
                panic = false;
                SkipLine();
                Report(DiagnosticCode.Syntax, at, previousEnd, $"Expected `-` and an item, but found {Quote(at, previousEnd)}. A list holds items alone.");
            }
        }
        return new SequenceSyntax(start, previousEnd, sequenceItems.Take(mark));
    }

    private SequenceItemSyntax ParseSequenceItem()
    {
        var start = current.Start;
        Advance();
        if (KeyNames() > 0) return ParseEntryItem(start);
        SyntaxNode? value = null;
        if (!current.EndsLine)
        {
            value = ParseInline();
            EndLine("the end of the line behind the item");
        }
        var body = current.Kind == TokenKind.Indent ? ParseBlock(false) : null;
        return new SequenceItemSyntax(start, previousEnd, value, body);
    }

    // `- key: value` opens a level in the middle of the line, for the keys that stand below the first one.
    private SequenceItemSyntax ParseEntryItem(int start)
    {
        if (blockDepth == Parser.MaxDepth)
        {
            SkipLine();
            if (current.Kind == TokenKind.Indent) SkipBlock();
            else Report(DiagnosticCode.Syntax, start, previousEnd, $"This item is nested deeper than {Parser.MaxDepth} blocks, which is the limit: it was left out.");
            return new SequenceItemSyntax(start, previousEnd, null, null);
        }
        blockDepth++;
        lexer.Push(lexer.Column + 1, lexer.ColumnOf(current.Start));
        var (mark, first) = (members.Count, current.Start);
        members.Add(ParseEntry(inItem: true));
        if (current.Kind == TokenKind.Indent)
        {
            Advance();
            ParseMembers();
            Accept(TokenKind.Dedent);
        }
        ParseMembers();
        Accept(TokenKind.Dedent);
        blockDepth--;
        var body = new MappingSyntax(first, previousEnd, members.Take(mark));
        return new SequenceItemSyntax(start, previousEnd, null, body);
    }

    // For the errors in it.
    private void DiscardBlock()
    {
        var mark = members.Count;
        ParseBlock(false);
        members.Take(mark);
    }
}
