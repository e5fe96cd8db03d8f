using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FunctionsAgent.Tests.House;

/// <summary>The Functions project holds triggers, not logic: checked by syntax, as reflection cannot see it.</summary>
public sealed class FunctionSyntaxTests
{
    public static TheoryData<string> Files { get; } =
        [.. Repository.Sources("src/FunctionsAgent.Functions", SearchOption.TopDirectoryOnly).Select(file => Path.GetFileName(file)).Where(name => name != "Program.cs")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_one_class_of_its_name_with_its_function(string file)
    {
        var type = Assert.Single(Root(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>());
        var names = Functions(type).Select(FunctionName).ToArray();

        Assert.Equal(Path.GetFileNameWithoutExtension(file), type.Identifier.Text);
        Assert.Contains(type.Modifiers, modifier => modifier.IsKind(SyntaxKind.SealedKeyword));
        Assert.All(type.DescendantNodes().OfType<BaseMethodDeclarationSyntax>(), method => Assert.NotEmpty(method.AttributeLists));
        if (type.Identifier.Text == "DeadLetters") Assert.All(names, name => Assert.StartsWith("DeadLetters", name, StringComparison.Ordinal));
        else Assert.Equal([type.Identifier.Text], names);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_functions_body_is_one_call(string file) =>
        Assert.All(Functions(Root(file)), method =>
        {
            var call = Assert.IsType<InvocationExpressionSyntax>(Awaited(Body(method)));
            Assert.Empty(call.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>());
            // The one thing read beside the parameters: a dead letter's reason.
            Assert.All(call.DescendantNodes().OfType<InvocationExpressionSyntax>(), inner => Assert.StartsWith("context.BindingContext.BindingData.", inner.ToString(), StringComparison.Ordinal));
        });

    [Theory]
    [MemberData(nameof(Files))]
    public void An_http_function_states_its_authorization_level(string file)
    {
        foreach (var trigger in Attributes(Root(file), "HttpTrigger"))
        {
            var first = Assert.IsType<MemberAccessExpressionSyntax>(trigger.ArgumentList?.Arguments.FirstOrDefault()?.Expression);
            Assert.Equal("AuthorizationLevel", first.Expression.ToString());
        }
    }

    [Fact]
    public void Function_classes_name_their_usings()
    {
        foreach (var project in new[] { "src/FunctionsAgent.Functions/FunctionsAgent.Functions.csproj", "src/FunctionsAgent.Local/FunctionsAgent.Local.csproj" })
            Assert.Contains("<ImplicitUsings>disable</ImplicitUsings>", File.ReadAllText(Repository.Path(project)), StringComparison.Ordinal);
    }

    private static SyntaxNode Root(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.Path($"src/FunctionsAgent.Functions/{file}"))).GetRoot();

    private static IEnumerable<MethodDeclarationSyntax> Functions(SyntaxNode node) =>
        node.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => Attributes(method, "Function").Any());

    private static IEnumerable<AttributeSyntax> Attributes(SyntaxNode node, string name) =>
        node.DescendantNodes().OfType<AttributeSyntax>().Where(attribute => attribute.Name.ToString() == name);

    private static string FunctionName(MethodDeclarationSyntax method) => Attributes(method, "Function").Single().ArgumentList!.Arguments.Single().Expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } name => name.ArgumentList.Arguments.Single().ToString(),
        var other => other.ToString(),
    };

    private static ExpressionSyntax? Body(MethodDeclarationSyntax method)
    {
        if (method.ExpressionBody is { } arrow) return arrow.Expression;
        return method.Body?.Statements is not [var only] ? null : only switch
        {
            ReturnStatementSyntax @return => @return.Expression,
            ExpressionStatementSyntax statement => statement.Expression,
            _ => null,
        };
    }

    private static ExpressionSyntax? Awaited(ExpressionSyntax? expression) => expression is AwaitExpressionSyntax @await ? @await.Expression : expression;
}
