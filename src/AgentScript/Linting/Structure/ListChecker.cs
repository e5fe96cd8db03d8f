using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>Lists of values: <c>- item</c> lines or <c>[a, b]</c>.</summary>
internal static class ListChecker
{
    public static void Check(LintContext context, EntrySyntax entry, Field field)
    {
        var inline = entry.Value as ListSyntax ?? (entry.Body as ValueBodySyntax)?.Value as ListSyntax;
        if (inline is not null)
        {
            Count(context, inline, field, inline.Items.Length);
        }
        else if (entry is { Value: null, Body: SequenceSyntax sequence })
        {
            foreach (var item in sequence.Items) Item(context, item, field);
            Count(context, sequence, field, sequence.Items.Length);
        }
        else
        {
            context.Error("type-mismatch", $"'{field.Name}' expects {ValueChecker.Expected(field)}.", (SyntaxNode?)entry.Value ?? entry.Body!);
        }
    }

    private static void Item(LintContext context, SequenceItemSyntax item, Field field)
    {
        if (item.Value is ExpressionSyntax || item.Body is ValueBodySyntax) return;
        context.Error("invalid-sequence-element", $"An item of '{field.Name}' is one value: expected '- value'.", item);
    }

    private static void Count(LintContext context, SyntaxNode list, Field field, int count) => ValueChecker.Constraints(context, list, field, count);
}
