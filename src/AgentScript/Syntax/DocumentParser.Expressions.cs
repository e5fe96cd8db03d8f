namespace AgentScript.Syntax;

internal sealed partial class DocumentParser
{
    // Levels of the operators, from the loosest.
    private const int Or = 1, And = 2, Comparison = 3, Sum = 4, Product = 5;

    private ExpressionSyntax ParseExpression()
    {
        var first = ParseBinary(Or);
        return At("if") ? ParseConditional(first) : first;
    }

    // `a if b else c if d else e` groups to the right; a chain of any length is read in a loop and folded from its end.
    private ExpressionSyntax ParseConditional(ExpressionSyntax first)
    {
        var links = new List<(ExpressionSyntax WhenTrue, ExpressionSyntax Condition, int Height)>();
        var last = first;
        while (AcceptWord("if"))
        {
            var lastHeight = height;
            var condition = ParseBinary(Or);
            links.Add((last, condition, Math.Max(lastHeight, height)));
            if (AcceptWord("else")) last = ParseBinary(Or);
            else
            {
                Fail(DiagnosticCode.Missing, previousEnd, previousEnd, $"Expected `else` and another value, but found {Found()}. Write `value if condition else other`.");
                last = Nothing();
            }
        }
        for (var i = links.Count - 1; i >= 0; i--)
        {
            var (whenTrue, condition, linkHeight) = links[i];
            last = new ConditionalSyntax(whenTrue.Start, previousEnd, whenTrue, condition, last);
            if (!Raise(Math.Max(linkHeight, height))) return TooDeep(first.Start);
        }
        return last;
    }

    private ExpressionSyntax ParseBinary(int level)
    {
        var left = ParsePrefixed();
        for (var leftHeight = height; ; leftHeight = height)
        {
            if (Operator() is not { } op || Level(op) is var own && own < level)
            {
                height = leftHeight;
                return left;
            }
            Advance();
            if (op == BinaryOperator.Is && AcceptWord("not")) op = BinaryOperator.IsNot;
            var right = ParseBinary(own + 1);
            left = Raise(Math.Max(leftHeight, height)) ? new BinarySyntax(left.Start, previousEnd, left, op, right) : TooDeep(left.Start);
        }
    }

    private BinaryOperator? Operator() => current.Kind switch
    {
        TokenKind.Identifier => (current.End - current.Start) switch
        {
            2 => Span(current) switch { "or" => BinaryOperator.Or, "is" => BinaryOperator.Is, _ => null },
            3 => Span(current) is "and" ? BinaryOperator.And : null,
            _ => null,
        },
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.Plus => BinaryOperator.Add,
        TokenKind.Minus => BinaryOperator.Subtract,
        TokenKind.Star => BinaryOperator.Multiply,
        TokenKind.Slash => BinaryOperator.Divide,
        _ => null,
    };

    private static int Level(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => Or,
        BinaryOperator.And => And,
        BinaryOperator.Add or BinaryOperator.Subtract => Sum,
        BinaryOperator.Multiply or BinaryOperator.Divide => Product,
        _ => Comparison,
    };

    private ExpressionSyntax ParsePrefixed()
    {
        UnaryOperator op;
        switch (current.Kind)
        {
            case TokenKind.Minus: op = UnaryOperator.Minus; break;
            case TokenKind.Plus: op = UnaryOperator.Plus; break;
            case TokenKind.Star: op = UnaryOperator.Spread; break;
            case TokenKind.Identifier when Span(current) is "not": op = UnaryOperator.Not; break;
            default: return ParsePostfixed();
        }
        var start = current.Start;
        if (expressionDepth == Parser.MaxDepth) return SkipPrefixes(start);
        expressionDepth++;
        Advance();
        var operand = op == UnaryOperator.Not ? ParseBinary(Comparison) : ParsePrefixed();
        expressionDepth--;
        return Raise(height) ? new UnarySyntax(start, previousEnd, op, operand) : TooDeep(start);
    }

    private ErrorExpressionSyntax SkipPrefixes(int start)
    {
        while (current.Kind is TokenKind.Minus or TokenKind.Plus or TokenKind.Star || At("not")) Advance();
        return TooDeep(start);
    }

    /// <summary>The tree of the node under construction is one higher than its highest child; false when that is too high.</summary>
    private bool Raise(int children)
    {
        height = children + 1;
        return height <= Parser.MaxDepth;
    }

    private ErrorExpressionSyntax TooDeep(int start)
    {
        height = 1;
        Fail(DiagnosticCode.Syntax, start, previousEnd, $"This expression is nested deeper than {Parser.MaxDepth}, which is the limit: it was left out. Split it over several variables.");
        return new ErrorExpressionSyntax(start, previousEnd);
    }

    private ErrorExpressionSyntax Nothing()
    {
        height = 1;
        return new ErrorExpressionSyntax(previousEnd, previousEnd);
    }
}
