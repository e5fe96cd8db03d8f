using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>A node's children in the order of the text.</summary>
internal static class SyntaxWalk
{
    public static IEnumerable<SyntaxNode> Children(SyntaxNode node) => All(node).OfType<SyntaxNode>();

    private static IEnumerable<SyntaxNode?> All(SyntaxNode node) => node switch
    {
        MappingSyntax n => n.Members,
        SequenceSyntax n => n.Items,
        ValueBodySyntax n => [n.Value],
        SequenceItemSyntax n => [n.Value, n.Body],
        EntrySyntax n => [n.Key, n.Value, n.Body],
        KeySyntax n => [n.First, n.Second],
        DeclarationSyntax n => [n.Modifier, n.Type, n.Default],
        AssignmentSyntax n => [n.Left, n.Right],
        ClausedSyntax n => [n.Value, .. n.Clauses],
        ToClauseSyntax n => [n.Target],
        WithClauseSyntax n => n.Bindings,
        BindingSyntax n => [n.Name, n.Value],
        TemplateStatementSyntax n => [n.Template],
        IfStatementSyntax n => n.Branches,
        BranchSyntax n => [n.Condition, n.Body],
        RunStatementSyntax n => [n.Action, n.Body],
        SetStatementSyntax n => [n.Target, n.Value],
        TransitionStatementSyntax n => n.Clauses,
        WithStatementSyntax n => n.Bindings,
        AvailableWhenStatementSyntax n => [n.Condition],
        CollectStatementSyntax n => [n.Target, n.Body],
        OnFailureStatementSyntax n => [n.Body],
        MemberAccessSyntax n => [n.Target],
        SubscriptSyntax n => [n.Target, n.Index],
        CallSyntax n => [n.Function, .. n.Arguments],
        UnarySyntax n => [n.Operand],
        BinarySyntax n => [n.Left, n.Right],
        ConditionalSyntax n => [n.WhenTrue, n.Condition, n.WhenFalse],
        ParenthesizedSyntax n => [n.Inner],
        ListSyntax n => n.Items,
        DictionarySyntax n => n.Items,
        DictionaryItemSyntax n => [n.Key, n.Value],
        TemplateSyntax n => n.Parts,
        InterpolationSyntax n => [n.Expression],
        _ => [],
    };
}
