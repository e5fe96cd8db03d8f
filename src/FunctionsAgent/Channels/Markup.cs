using System.Collections.Immutable;

namespace FunctionsAgent.Channels;

/// <summary>A paragraph of the restricted Markdown that agents answer in: channels render from this tree, never from the text.</summary>
internal abstract record Block
{
    private Block() { }

    public sealed record Paragraph(ImmutableArray<Inline> Content) : Block;
    public sealed record Heading(ImmutableArray<Inline> Content) : Block;
    public sealed record Items(bool Ordered, ImmutableArray<ImmutableArray<Inline>> Content) : Block;

    /// <summary>A code fence or a table: laid out in columns, kept as it is.</summary>
    public sealed record Verbatim(string Content) : Block;
}

/// <summary>A run of characters inside a <see cref="Block"/>.</summary>
internal abstract record Inline
{
    private Inline() { }

    public sealed record Text(string Value) : Inline;
    public sealed record Strong(ImmutableArray<Inline> Content) : Inline;
    public sealed record Emphasis(ImmutableArray<Inline> Content) : Inline;
    public sealed record Strike(ImmutableArray<Inline> Content) : Inline;
    public sealed record Code(string Value) : Inline;
    public sealed record Image(string Alt) : Inline;

    /// <param name="Url">As written; only <see cref="IsSafe"/> ones become links.</param>
    public sealed record Link(string Label, string Url) : Inline
    {
        public bool IsSafe => Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "mailto" or "tel");
    }
}
