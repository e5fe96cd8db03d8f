using System.Collections.Frozen;

namespace AgentScript.Schema;

/// <summary>The blocks, functions and version of one dialect.</summary>
/// <param name="Major">With <paramref name="Minor"/>: what the tables were written from.</param>
internal sealed record Dialect(string Name, int Major, int Minor, Block Root)
{
    public static Dialect AgentScript { get; } = new("agentscript", 2, 23, AgentScriptBlocks.Root);

    public static Dialect Agentforce { get; } = new("agentforce", 2, 37, AgentforceBlocks.Root);

    public static FrozenSet<string> Functions { get; } = FrozenSet.Create(StringComparer.Ordinal, "len", "max", "min");

    /// <summary>Functions of extended files.</summary>
    public static FrozenSet<string> ExtensionFunctions { get; } = FrozenSet.Create(StringComparer.Ordinal, "contains", "lower", "days_since", "long_date");

    /// <summary>By its name in lower case; null for one without tables.</summary>
    public static Dialect? Find(string name) => name switch
    {
        "agentscript" => AgentScript,
        "agentforce" => Agentforce,
        _ => null,
    };
}
