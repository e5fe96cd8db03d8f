using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>The keys of one mapping, taken one by one: what is missing and what nobody took are errors.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlEntry> entries;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly YamlNode node;
    private readonly string what;
    private readonly PackageErrors errors;
    private readonly bool usable;

    /// <param name="node">Null: the value is missing altogether, which was reported.</param>
    public Fields(YamlNode? node, string what, Values values)
    {
        errors = values.Errors;
        (this.node, this.what) = (node ?? new YamlScalar(default, "", true, false), what);
        usable = node is YamlMapping;
        entries = node is YamlMapping mapping ? mapping.Entries.ToDictionary(e => e.Key, StringComparer.Ordinal) : [];
        if (node is not null && !usable) errors.Add(node.At, $"{what} is a mapping of keys to values, not {node.Kind}.");
    }

    public FilePosition At => node.At;

    /// <summary>The value of a key that may be absent.</summary>
    public YamlNode? Take(string key)
    {
        known.Add(key);
        return entries.GetValueOrDefault(key)?.Value;
    }

    public FilePosition KeyAt(string key) => entries.GetValueOrDefault(key)?.KeyAt ?? node.At;

    /// <summary>The value of a key that must be there; null after an error.</summary>
    public YamlNode? Need(string key, string expected)
    {
        var value = Take(key);
        if (value is null && usable) errors.Add(node.At, $"{what} lacks the key '{key}': {expected} is expected.");
        return value;
    }

    /// <summary>A key one might expect, and that is none.</summary>
    public void Refuse(string key, string message)
    {
        if (entries.Remove(key, out var entry)) errors.Add(entry.KeyAt, message);
    }

    /// <summary>To be called after the last key was taken.</summary>
    public void Done()
    {
        foreach (var entry in entries.Values.Where(entry => !known.Contains(entry.Key)))
            errors.Add(entry.KeyAt, $"{what} has no key '{Shown.Of(entry.Key)}'. {Suggestion.For(entry.Key, known)}");
    }
}
