using System.Collections.Immutable;

namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private Scratch<BranchSyntax> branches;

    private bool BeginsStatement()
    {
        var word = Span(current);
        if (Keywords.IsStatement(word)) return true;
        return word switch
        {
            "with" => lexer.Peek() != ':',
            "available" => SecondWordIs("when"),
            "on" => IsOnFailure(),
            _ => false,
        };
    }

    /// <summary>Null when the current word begins none.</summary>
    private StatementSyntax? StatementHere()
    {
        if (!BeginsStatement()) return At("else") && KeyNames() != 2 ? ParseOrphanElse() : null;
        if (Keywords.IsStatement(Span(current)) && lexer.Peek() == ':' && KeyNames() == 1) return ParseStatementAsKey();
        return Span(current) switch
        {
            "if" => ParseIf(),
            "run" => ParseRun(),
            "set" => ParseSet(),
            "transition" => ParseTransition(),
            "with" => ParseWith(),
            "available" => ParseAvailableWhen(),
            "collect" => ParseCollect(),
            _ => ParseOnFailure(),
        };
    }

    private bool SecondWordIs(string word)
    {
        var at = SkipBlanks(current.End);
        return text.AsSpan(at).StartsWith(word) && (at + word.Length == text.Length || !Lexer.IsWordPart(text[at + word.Length]));
    }

    // Alone on its line: `on: value`, `on failure: value` and `on x:` stay keys.
    private bool IsOnFailure()
    {
        if (!SecondWordIs("failure")) return false;
        var at = SkipBlanks(SkipBlanks(current.End) + "failure".Length);
        if (at < text.Length && text[at] == ':') at = SkipBlanks(at + 1);
        return at == text.Length || text[at] is '\n' or '\r' or '#';
    }

    private ErrorStatementSyntax ParseStatementAsKey()
    {
        var (start, word) = (current.Start, Quote(current.Start, current.End));
        SkipLine();
        Report(DiagnosticCode.Syntax, start, previousEnd, $"Expected a statement behind {word}, but found `:`. A key with this name is written in quotes: \"{word.Trim('`')}\":");
        if (current.Kind == TokenKind.Indent) DiscardBlock();
        return new ErrorStatementSyntax(start, previousEnd);
    }

    private TemplateStatementSyntax ParseTemplateStatement() => new(ParseTemplate());

    private IfStatementSyntax ParseIf()
    {
        var (start, mark) = (current.Start, branches.Count);
        Advance();
        branches.Add(ParseBranch(start, ParseExpression()));
        while (NextLineBegins("else"))
        {
            Advance();
            var at = current.Start;
            Advance();
            var condition = AcceptWord("if") ? ParseExpression() : null;
            branches.Add(ParseBranch(at, condition));
            if (condition is null) break;
        }
        return new IfStatementSyntax(start, previousEnd, branches.Take(mark));
    }

    private BranchSyntax ParseBranch(int start, ExpressionSyntax? condition)
    {
        var name = condition is null ? "`else`" : "the condition";
        if (current.Kind != TokenKind.Colon && !current.EndsLine) SkipToColon(name);
        if (!Accept(TokenKind.Colon)) Report(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `:` behind {name}, but found {Found()}. The statements follow on the next lines, indented.");
        panic = false;
        MappingSyntax body;
        if (!current.EndsLine) body = ParseOnSameLine("`:`");
        else if (current.Kind == TokenKind.Indent) body = ParseProcedure();
        else
        {
            Report(DiagnosticCode.Syntax, previousEnd, previousEnd, "Expected statements below, indented deeper, but found none. Write what is to be done in this branch, or remove it.");
            body = MappingSyntax.Empty;
        }
        return new BranchSyntax(start, previousEnd, condition, body);
    }

    private void SkipToColon(string behind)
    {
        var found = current;
        while (!current.EndsLine && current.Kind != TokenKind.Colon) Advance();
        ReportUnexpected(found, previousEnd, $"`:` behind {behind}");
    }

    private RunStatementSyntax ParseRun()
    {
        var start = current.Start;
        Advance();
        var action = ParseExpression();
        EndLine("the end of the line behind the action");
        var body = ParseOptionalProcedure();
        return new RunStatementSyntax(start, previousEnd, action, body);
    }

    private MappingSyntax ParseOptionalProcedure() => current.Kind == TokenKind.Indent ? ParseProcedure() : MappingSyntax.Empty;

    private SetStatementSyntax ParseSet()
    {
        var start = current.Start;
        Advance();
        var target = ParseExpression();
        ExpressionSyntax value;
        if (!Accept(TokenKind.Assign))
        {
            var (code, at) = (current.EndsLine ? DiagnosticCode.Missing : DiagnosticCode.Syntax, current.EndsLine ? previousEnd : current.Start);
            Report(code, at, current.EndsLine ? previousEnd : current.End, $"Expected `=` and a value behind the variable, but found {Found()}. Write `set @variables.name = value`; `==` compares.");
            value = current.EndsLine ? Nothing() : ParseValue();
        }
        else value = current.Kind is TokenKind.Newline or TokenKind.Indent && lexer.Position < text.Length && text[lexer.Position] == '|' ? ParseTemplateBelow() : ParseValue();
        EndLine("the end of the line behind the value");
        return new SetStatementSyntax(start, previousEnd, target, value);
    }

    // A template that begins on the line behind an open `=` is its value.
    private TemplateSyntax ParseTemplateBelow()
    {
        var indented = current.Kind == TokenKind.Indent;
        Advance();
        var template = ParseTemplate();
        if (indented) Accept(TokenKind.Dedent);
        return template;
    }

    private AvailableWhenStatementSyntax ParseAvailableWhen()
    {
        var start = current.Start;
        Advance();
        Advance();
        var condition = ParseExpression();
        EndLine("the end of the line behind the condition");
        return new AvailableWhenStatementSyntax(start, previousEnd, condition);
    }

    private CollectStatementSyntax ParseCollect()
    {
        var start = current.Start;
        Advance();
        var target = ParseExpression();
        EndLine("the end of the line behind the variable");
        var body = ParseOptionalProcedure();
        return new CollectStatementSyntax(start, previousEnd, target, body);
    }

    private OnFailureStatementSyntax ParseOnFailure()
    {
        var start = current.Start;
        Advance();
        Advance();
        Accept(TokenKind.Colon);
        if (current.Kind != TokenKind.Indent)
            Report(DiagnosticCode.Syntax, previousEnd, previousEnd, "Expected statements below `on failure`, indented deeper, but found none. Write what is to be done when the action fails, or remove the line.");
        var body = ParseOptionalProcedure();
        return new OnFailureStatementSyntax(start, previousEnd, body);
    }
}
