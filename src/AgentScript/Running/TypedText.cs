using System.Collections.Immutable;

namespace AgentScript.Running;

/// <summary>A message's typed values, asked for by what part of it they stand in.</summary>
internal sealed class TypedText(string whole, ImmutableArray<FoundValue> found)
{
    public static TypedText None { get; } = new("", []);

    /// <summary>The first value of a kind whose words stand in <paramref name="part"/>, or null.</summary>
    public string? First(string part, string kind) => In(part, kind).FirstOrDefault();

    /// <summary>The only one; null when there are two, as nobody knows which is meant.</summary>
    public string? Only(string part, string kind) => In(part, kind).Distinct(StringComparer.Ordinal).Take(2).ToList() is [var only] ? only : null;

    private IEnumerable<string> In(string part, string kind) =>
        found.IsDefault ? [] : found.Where(f => f.Kind == kind && f.Start >= 0 && f.Length > 0 && f.Start <= whole.Length - f.Length && part.Contains(whole.Substring(f.Start, f.Length), StringComparison.Ordinal))
            .Select(f => f.Value);
}
