using System.Collections.Immutable;

namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    private Scratch<ClauseSyntax> clauses;
    private Scratch<BindingSyntax> bindings;

    /// <summary>What stands behind a key or a dash, on its line.</summary>
    private SyntaxNode ParseInline()
    {
        panic = false;
        if (current.Kind == TokenKind.Pipe) return ParseTemplate();
        if (current.Kind == TokenKind.Identifier && (At("mutable") || At("linked")) && lexer.Peek() is not ('\n' or '=' or ':')) return ParseDeclaration();
        var left = ParseExpression();
        if (Accept(TokenKind.Assign))
        {
            var right = ParseValue();
            return new AssignmentSyntax(left.Start, previousEnd, left, right);
        }
        return At("to") || At("with") ? ParseClauses(left) : left;
    }

    private ExpressionSyntax ParseValue() => current.Kind == TokenKind.Pipe ? ParseTemplate() : ParseExpression();

    private DeclarationSyntax ParseDeclaration()
    {
        var modifier = ParseName();
        var type = ParseExpression();
        ExpressionSyntax? value = null;
        if (Accept(TokenKind.Assign)) value = ParseValue();
        else if (BeginsExpression() && !panic)
        {
            Report(DiagnosticCode.Syntax, current.Start, current.End, $"Expected `=` before the default value, but found {Found()}. Write `= {Quote(current.Start, current.End).Trim('`')}`.");
            value = ParseExpression();
        }
        return new DeclarationSyntax(modifier.Start, previousEnd, modifier, type, value);
    }

    private ClausedSyntax ParseClauses(ExpressionSyntax value)
    {
        var list = ParseClauses();
        return new ClausedSyntax(value.Start, previousEnd, value, list);
    }

    private ImmutableArray<ClauseSyntax> ParseClauses()
    {
        var mark = clauses.Count;
        for (var comma = true; ; comma = Accept(TokenKind.Comma))
        {
            var start = current.Start;
            if (!At("to") && !At("with"))
            {
                if (comma) Report(DiagnosticCode.Syntax, current.EndsLine ? previousEnd : start, current.EndsLine ? previousEnd : current.End, $"Expected `to` or `with`, but found {Found()}. Remove the comma, or write what is to follow.");
                return clauses.Take(mark);
            }
            if (!comma) Report(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `,` between two clauses, but found {Found()}.");
            clauses.Add(AcceptWord("to") ? ParseTo(start) : ParseWithClause(start));
        }
    }

    private ToClauseSyntax ParseTo(int start)
    {
        var target = ParseExpression();
        return new ToClauseSyntax(start, previousEnd, target);
    }

    private WithClauseSyntax ParseWithClause(int start)
    {
        Advance();
        var list = ParseBindings();
        return new WithClauseSyntax(start, previousEnd, list);
    }

    private TransitionStatementSyntax ParseTransition()
    {
        var start = current.Start;
        Advance();
        ImmutableArray<ClauseSyntax> list = [];
        if (At("to") || At("with")) list = ParseClauses();
        else if (!current.EndsLine)
        {
            Report(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `to` behind `transition`, but found {Found()}. Write `transition to @subagent.name`.");
            list = [ParseTo(BeginsExpression() ? current.Start : previousEnd)];
        }
        EndLine("the end of the line behind the target");
        return new TransitionStatementSyntax(start, previousEnd, list);
    }

    private WithStatementSyntax ParseWith()
    {
        var start = current.Start;
        Advance();
        var list = ParseBindings();
        EndLine("`,` or the end of the line behind the value");
        return new WithStatementSyntax(start, previousEnd, list);
    }

    private ImmutableArray<BindingSyntax> ParseBindings()
    {
        var mark = bindings.Count;
        do
        {
            if (current.Kind is not (TokenKind.Identifier or TokenKind.String))
            {
                Report(DiagnosticCode.Syntax, current.EndsLine ? previousEnd : current.Start, current.EndsLine ? previousEnd : current.End, $"Expected the name of an input, but found {Found()}. Write `with name = value`.");
                break;
            }
            bindings.Add(ParseBinding());
        }
        while (Accept(TokenKind.Comma));
        return bindings.Take(mark);
    }

    private BindingSyntax ParseBinding()
    {
        var name = ParseName();
        if (Accept(TokenKind.Assign))
        {
            var value = ParseValue();
            return new BindingSyntax(name.Start, previousEnd, name, value);
        }
        Report(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `=` behind the input's name, but found {Found()}. Write `{name.Text} = value`, or `{name.Text} = ...` to let the model fill it.");
        return new BindingSyntax(name.Start, name.End, name, new EllipsisSyntax(name.End, name.End));
    }
}
