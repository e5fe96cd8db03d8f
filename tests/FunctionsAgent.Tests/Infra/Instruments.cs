using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FunctionsAgent.Tests.Infra;

/// <summary>Metrics as the sources declare them: an instrument's name and the method of the meter that makes it.</summary>
internal static class Instruments
{
    public static IReadOnlyDictionary<string, string> All { get; } = Sources().SelectMany(Declared).ToDictionary(one => one.Name, one => one.Kind, StringComparer.Ordinal);

    /// <summary>Texts in the files that declare instruments: names of dimensions are among them.</summary>
    public static IReadOnlySet<string> Texts { get; } = Sources().SelectMany(source => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens())
        .Where(token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(token => token.ValueText).ToHashSet(StringComparer.Ordinal);

    public static IEnumerable<(string Name, string Kind)> Declared(string source) =>
        from call in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "CreateCounter" or "CreateHistogram" or "CreateObservableGauge" or "CreateUpDownCounter" }
            && call.ArgumentList.Arguments[0].Expression is LiteralExpressionSyntax
        select (((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.ValueText, ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.Text);

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/FunctionsAgent"), "*.cs", SearchOption.AllDirectories)
            .Where(file => file.EndsWith("Metrics.cs", StringComparison.Ordinal) || file.EndsWith("Telemetry.cs", StringComparison.Ordinal)).Select(File.ReadAllText);
}
