namespace AgentScript.Schema;

/// <summary>What a field of a block accepts.</summary>
internal enum FieldKind
{
    /// <summary>A quoted string or a template.</summary>
    Text,

    /// <summary>A quoted string.</summary>
    Literal,

    /// <summary>A quoted string, a template, or None.</summary>
    NullableText,
    Number,
    Boolean,

    /// <summary><c>@namespace.member</c>.</summary>
    Reference,

    /// <summary>A string, number, boolean, None, list or dictionary of these.</summary>
    Constant,

    /// <summary><c>- item</c> lines or <c>[a, b]</c>.</summary>
    List,

    /// <summary>Statements and templates.</summary>
    Procedure,

    /// <summary>Statements without templates.</summary>
    Deterministic,

    /// <summary>Fields of <see cref="Field.Block"/>.</summary>
    Block,

    /// <summary>Names of the author's choice, each with the fields of <see cref="Field.Block"/>.</summary>
    Collection,

    /// <summary><c>- field: …</c> items, each with the fields of <see cref="Field.Block"/>.</summary>
    Sequence,

    /// <summary>Declarations with the properties of <see cref="Field.Block"/>.</summary>
    TypedMap,

    /// <summary>Tools: a value, statements, and the fields of <see cref="Field.Block"/>.</summary>
    Tools,

    /// <summary>Names of the author's choice, each with a reference.</summary>
    References,

    /// <summary>Whatever the author writes.</summary>
    Anything,
}
