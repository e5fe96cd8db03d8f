using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AgentScript.Schema;

/// <summary>One key that a block may have.</summary>
internal sealed record Field(string Name, FieldKind Kind)
{
    /// <summary>Of a block, the items of a collection or sequence, or the properties of a declaration.</summary>
    public Block? Block { get; init; }

    public bool IsRequired { get; init; }

    /// <summary><c>kind NAME:</c>, at the top level.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Named, and there may be one only.</summary>
    public bool IsSingular { get; init; }

    /// <summary>The only names a named block may have; empty where any will do.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>What to write instead; null when the field is not deprecated.</summary>
    public string? Instead { get; init; }

    /// <summary>What a literal value must satisfy.</summary>
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>Of a reference; empty where any will do.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>What the vendor's language does not have: files with it are extended.</summary>
    public bool IsExtension { get; init; }

    /// <summary>Whether a declaration without a type is allowed because its properties say it (<c>type:</c>).</summary>
    public bool TypeMayBeProperty { get; init; }

    /// <summary>What the names of a typed map look like; null where any will do.</summary>
    public Regex? KeyPattern { get; init; }

    public Field Required() => this with { IsRequired = true };

    public Field Deprecated(string instead) => this with { Instead = instead };

    public Field With(params ReadOnlySpan<Constraint> constraints) => this with { Constraints = [.. constraints] };

    public Field From(params ReadOnlySpan<string> namespaces) => this with { Namespaces = [.. namespaces] };

    public Field Extension() => this with { IsExtension = true };
}
