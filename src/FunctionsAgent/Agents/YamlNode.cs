using System.Collections.Immutable;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>A value of a YAML file, with the place where it begins.</summary>
internal abstract record YamlNode(FilePosition At)
{
    /// <summary>What it is, for an error's "found …".</summary>
    public abstract string Kind { get; }
}

internal sealed record YamlSequence(FilePosition At, ImmutableArray<YamlNode> Items) : YamlNode(At)
{
    public override string Kind => "a list";
}

internal sealed record YamlMapping(FilePosition At, ImmutableArray<YamlEntry> Entries) : YamlNode(At)
{
    public override string Kind => "a mapping";

    public YamlNode? this[string key] => Entries.FirstOrDefault(e => e.Key == key)?.Value;
}

internal sealed record YamlEntry(string Key, FilePosition KeyAt, YamlNode Value);
