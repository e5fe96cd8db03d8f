using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>A text that answers come from, cut by section.</summary>
/// <param name="Id">Of the package: the file's path below <c>knowledge/</c> without its ending, with <c>/</c>.</param>
/// <param name="Owner">Mail address of who keeps it true; null: nobody said.</param>
/// <param name="Review">The day on which it is looked at again; null: nobody said.</param>
/// <param name="Audience">Who may be told; empty: everybody.</param>
/// <param name="Retired">Never used in an answer.</param>
public sealed record Article(
    string Id, string Title, ImmutableArray<Section> Sections, string? Owner = null, DateOnly? Review = null, ImmutableArray<string> Audience = default, bool Retired = false);

/// <summary>A section as plain text: paragraphs and list items are lines; no marks of the format it came from.</summary>
/// <param name="Anchor">Names the place within the article, unique there: <c>returns-without-a-receipt</c>, <c>page-12</c>.</param>
/// <param name="Heading">The headings above it, outermost first, joined by <c> › </c>; the title alone for what stands before the first heading.</param>
public sealed record Section(string Anchor, string Heading, string Text);
