using System.Collections.Immutable;

namespace AgentScript.Syntax;

/// <summary>Reads Agent Script. Whatever the text, the answer is a whole tree and a list of what is wrong: nothing throws.</summary>
/// <remarks>Time and memory are linear in the text; what is nested deeper than <see cref="MaxDepth"/> is reported and left out.</remarks>
public static class Parser
{
    /// <summary>Blocks within blocks, and likewise the height of an expression's tree.</summary>
    public const int MaxDepth = 250;

    /// <summary>Diagnostics of one text; the last one says that there are more.</summary>
    public const int MaxDiagnostics = 1000;

    public static SyntaxTree Parse(string text, string? path = null) => Parse(new SourceText(text, path));

    public static SyntaxTree Parse(SourceText source) => new DocumentParser(source).ParseDocument();

    /// <summary>One expression and nothing else, such as a policy's condition; line ends are white space.</summary>
    public static (ExpressionSyntax Expression, ImmutableArray<Diagnostic> Diagnostics) ParseExpression(SourceText source) =>
        new DocumentParser(source).ParseLoneExpression();
}
