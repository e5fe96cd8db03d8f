using AgentScript.Syntax;

namespace AgentScript.Expressions;

/// <summary>Looking at an expression without evaluating it.</summary>
public static class ExpressionNodes
{
    /// <summary>The expression and all in it, in the order of the source. The name of a called function is part of its call and does not come by itself.</summary>
    public static IEnumerable<ExpressionSyntax> DescendantsAndSelf(this ExpressionSyntax e)
    {
        var waiting = new Stack<ExpressionSyntax>([e]);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            foreach (var child in Children(node).Reverse()) waiting.Push(child);
        }
    }

    private static IEnumerable<ExpressionSyntax> Children(ExpressionSyntax e) => e switch
    {
        MemberAccessSyntax access => [access.Target],
        SubscriptSyntax subscript => [subscript.Target, subscript.Index],
        CallSyntax { Function: IdentifierSyntax } call => call.Arguments,
        CallSyntax call => call.Arguments.Prepend(call.Function),
        UnarySyntax unary => [unary.Operand],
        BinarySyntax binary => [binary.Left, binary.Right],
        ConditionalSyntax choice => [choice.WhenTrue, choice.Condition, choice.WhenFalse],
        ParenthesizedSyntax parentheses => [parentheses.Inner],
        ListSyntax list => list.Items,
        DictionarySyntax dictionary => dictionary.Items.Select(item => item.Value),
        TemplateSyntax template => template.Parts.OfType<InterpolationSyntax>().Select(part => part.Expression),
        _ => [],
    };
}
