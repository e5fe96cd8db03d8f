using AgentScript.Model;

namespace AgentScript.Linting.Types;

/// <summary>A type as the linter compares it: its name, and whether it is <c>list[NAME]</c>. A list literal is of the type <c>list</c>.</summary>
internal readonly record struct TypeName(string Name, bool IsList = false)
{
    public static TypeName String { get; } = new("string");

    public static TypeName Number { get; } = new("number");

    public static TypeName Boolean { get; } = new("boolean");

    public static TypeName List { get; } = new("list");

    public static TypeName Object { get; } = new("object");

    /// <summary>Null where the declaration has no readable type.</summary>
    public static TypeName? Of(Declaration? declaration) => declaration is null or { Type: "" } ? null : new TypeName(declaration.Type, declaration.IsList);

    public bool IsObject => !IsList && Is("object");

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Names that are equal but for case, or one side is an object.</summary>
    public bool Fits(TypeName other) => IsObject || other.IsObject || (IsList == other.IsList && Is(other.Name));

    public override string ToString() => IsList ? $"list[{Name}]" : Name;
}
