using System.Collections.Immutable;

namespace AgentScript.Syntax;

/// <summary>A parsed document: always a whole tree, whatever the text; what is wrong with it is in <see cref="Diagnostics"/>.</summary>
public sealed class SyntaxTree(SourceText source, BodySyntax root, ImmutableArray<Diagnostic> diagnostics, ImmutableArray<CommentSyntax> comments)
{
    public SourceText Source { get; } = source;

    /// <summary>A <see cref="MappingSyntax"/> in a script; a snippet may be a sequence or a value.</summary>
    public BodySyntax Root { get; } = root;

    public MappingSyntax Mapping => Root as MappingSyntax ?? MappingSyntax.Empty;

    /// <summary>Syntax errors alone (<c>syntax-error</c>, <c>missing-token</c>), in the order of the text.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>Comments in the order of the text, <c>#</c> included, line end not.</summary>
    public ImmutableArray<CommentSyntax> Comments { get; } = comments;

    /// <summary>Whether an <see cref="OnFailureStatementSyntax"/> occurs.</summary>
    public bool HasOnFailure { get; init; }
}

/// <summary><c># text</c> to the end of the line.</summary>
public sealed class CommentSyntax(int start, int end) : SyntaxNode(start, end);
