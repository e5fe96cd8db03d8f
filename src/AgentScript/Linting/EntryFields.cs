using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Linting;

/// <summary>Entries below an entry.</summary>
internal static class EntryFields
{
    public static ImmutableArray<MemberSyntax> Members(this EntrySyntax? entry) => entry?.Body is MappingSyntax mapping ? mapping.Members : [];

    /// <summary>The first entry of that name, or null.</summary>
    public static EntrySyntax? Field(this EntrySyntax? entry, string name) => Field(entry.Members(), name);

    /// <summary>The first top-level block without a name of its own, or null.</summary>
    public static EntrySyntax? Block(this SyntaxTree tree, string name) => Field(tree.Mapping.Members, name);

    /// <summary>What a block consists of: its body, or its key where nothing stands below.</summary>
    public static SyntaxNode Content(this EntrySyntax entry) => entry.Body is { } body ? body : entry.Value ?? entry;

    /// <summary>The value on the key's line or alone on the next, or null.</summary>
    public static SyntaxNode? Lone(this EntrySyntax entry) => entry.Value ?? (entry.Body as ValueBodySyntax)?.Value;

    private static EntrySyntax? Field(ImmutableArray<MemberSyntax> members, string name)
    {
        foreach (var member in members)
        {
            if (member is EntrySyntax { Key: { Second: null } key } entry && key.First.Text == name) return entry;
        }
        return null;
    }
}
