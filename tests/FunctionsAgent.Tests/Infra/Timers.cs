using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FunctionsAgent.Tests.Infra;

/// <summary>Timer functions as the sources declare them: <c>Nightly: 0 0 2 * * *</c>.</summary>
internal static class Timers
{
    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.TopDirectoryOnly).SelectMany(file => Declared(File.ReadAllText(file)));

    public static IEnumerable<string> Declared(string source) =>
        from method in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        from parameter in method.ParameterList.Parameters
        let timer = Argument(parameter.AttributeLists, "TimerTrigger")
        where timer is not null
        select $"{Argument(method.AttributeLists, "Function")}: {timer}";

    private static string? Argument(IEnumerable<AttributeListSyntax> lists, string attribute) =>
        lists.SelectMany(list => list.Attributes).Where(a => a.Name.ToString() == attribute || a.Name.ToString() == attribute + "Attribute")
            .Select(a => Text(a.ArgumentList!.Arguments[0].Expression)).SingleOrDefault();

    private static string Text(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } call => call.ArgumentList.Arguments[0].ToString(),
        _ => expression.ToString(),
    };
}
