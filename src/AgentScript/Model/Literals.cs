using AgentScript.Syntax;

namespace AgentScript.Model;

/// <summary>Values that are known without running anything.</summary>
public static class Literals
{
    /// <summary>The text of a string, or of a template without expressions; else null.</summary>
    public static string? LiteralText(this SyntaxNode node) => node switch
    {
        StringSyntax text => text.Value,
        TemplateSyntax template => template.Literal,
        ParenthesizedSyntax inner => inner.Inner.LiteralText(),
        _ => null,
    };

    /// <summary>The value of an entry: on its line, or alone below it; null where it is a block.</summary>
    internal static ExpressionSyntax? Expression(this EntrySyntax? entry) => entry switch
    {
        { Value: ExpressionSyntax value } => value,
        { Body: ValueBodySyntax { Value: ExpressionSyntax value } } => value,
        { Body: MappingSyntax { Members: [TemplateStatementSyntax only] } } => only.Template,
        _ => null,
    };
}
