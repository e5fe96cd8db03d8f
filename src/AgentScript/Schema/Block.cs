using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AgentScript.Schema;

/// <summary>The fields under one key.</summary>
internal sealed class Block(params ReadOnlySpan<Field> fields)
{
    private readonly FrozenDictionary<string, Field> byName = fields.ToArray().ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public ImmutableArray<Field> Fields { get; } = [.. fields];

    public ImmutableArray<Field> RequiredFields { get; } = [.. fields.ToArray().Where(f => f.IsRequired)];

    /// <summary>Keys that begin with this are fields too, whatever follows; null for none.</summary>
    public Field? Prefixed { get; init; }

    /// <summary>The field whose text selects another block; null for none.</summary>
    public string? Discriminator { get; init; }

    /// <summary>Beginning of the discriminator's text → the block that is meant.</summary>
    public ImmutableArray<(string Prefix, Block Block)> Variants { get; init; } = [];

    public Field? Find(string name) =>
        byName.GetValueOrDefault(name) ?? (Prefixed is not null && name.Length > Prefixed.Name.Length && name.StartsWith(Prefixed.Name, StringComparison.Ordinal) ? Prefixed : null);

    /// <summary>This block without some fields and with others.</summary>
    public Block Except(ReadOnlySpan<string> without, params ReadOnlySpan<Field> with)
    {
        var kept = new List<Field>(with.ToArray());
        foreach (var field in Fields)
        {
            if (!without.Contains(field.Name) && !kept.Exists(f => f.Name == field.Name)) kept.Add(field);
        }
        return new Block([.. kept]) { Prefixed = Prefixed };
    }
}
