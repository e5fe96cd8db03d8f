using System.Collections.Frozen;

namespace AgentScript.Schema;

/// <summary>Words that stand for types, and words that are no names because of it.</summary>
internal static class TypeNames
{
    public const string List = "list";

    public const string Deprecated = "id";

    public static FrozenSet<string> Scalars { get; } = FrozenSet.Create(
        StringComparer.Ordinal, "string", "number", "boolean", "object", "currency", "date", "datetime", "time", "timestamp", "id", "integer", "long");

    public static FrozenSet<string> Reserved { get; } = FrozenSet.Create(StringComparer.Ordinal, [.. Scalars, List, "mutable", "linked"]);
}
