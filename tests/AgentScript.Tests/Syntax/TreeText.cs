using System.Globalization;
using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>A tree as nested lists, to be read in a test: <c>(entry reply (value (+ 1 2)))</c>.</summary>
internal static class TreeText
{
    public static string Of(string script) => Of(Parser.Parse(script).Root);

    public static string Expression(string expression) => Of(Parser.ParseExpression(new SourceText(expression)).Expression);

    public static string Of(SyntaxNode node) => node switch
    {
        StringSyntax n => Quoted(n.Value),
        NumberSyntax n => n.Value.ToString(CultureInfo.InvariantCulture),
        BooleanSyntax n => n.Value ? "True" : "False",
        NoneSyntax => "None",
        DateTimeSyntax n => n.Text,
        EllipsisSyntax => "...",
        IdentifierSyntax n => n.Name,
        ReferenceSyntax n => n.ToString(),
        NameSyntax n => n.Quoted ? Quoted(n.Text) : n.Text,
        KeySyntax n => n.Second is null ? Of(n.First) : $"{Of(n.First)}+{Of(n.Second)}",
        MemberAccessSyntax n => $"(. {Of(n.Target)} {n.Member})",
        SubscriptSyntax n => List("[]", n),
        UnarySyntax n => List(n.Operator switch { UnaryOperator.Not => "not", UnaryOperator.Minus => "-", UnaryOperator.Plus => "+", _ => "*" }, n),
        BinarySyntax n => List(Name(n.Operator), n),
        TextPartSyntax n => Quoted(n.Text),
        InterpolationSyntax n => $"{{{Of(n.Expression)}}}",
        EntrySyntax n => List(n.Arrow ? "entry->" : "entry", n),
        BranchSyntax n => List(n.Condition is null ? "else" : "when", n),
        _ => List(node.GetType().Name.Replace("Syntax", "", StringComparison.Ordinal).Replace("Statement", "", StringComparison.Ordinal).ToLowerInvariant(), node),
    };

    private static string List(string head, SyntaxNode node) => $"({string.Join(' ', [head, .. SyntaxWalk.Children(node).Select(Of)])})";

    private static string Quoted(string text) => $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static string Name(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "or", BinaryOperator.And => "and", BinaryOperator.Is => "is", BinaryOperator.IsNot => "is-not",
        BinaryOperator.Equal => "==", BinaryOperator.NotEqual => "!=", BinaryOperator.Less => "<", BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">", BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+", BinaryOperator.Subtract => "-", BinaryOperator.Multiply => "*", _ => "/",
    };
}
