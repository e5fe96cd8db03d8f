using System.Collections.Immutable;

namespace FunctionsAgent.Tools;

public enum ToolEffect { Read, Write, Irreversible }

/// <summary>What a tool is, as contracts C6 write it in YAML.</summary>
/// <param name="Targets">Names scripts use: <c>api://get_order</c>.</param>
/// <param name="Input">JSON Schema 2020-12 of the arguments, as JSON text.</param>
/// <param name="Output">JSON Schema of the peer's whole answer, as JSON text.</param>
/// <param name="Project">Result field → RFC 9535 path into the peer's answer.</param>
/// <param name="Classes">Result field → data class (public, internal, personal, secret); internal where it is not named.</param>
/// <param name="Require">What the caller must be for the tool to be called at all; null: nothing.</param>
/// <param name="Rows">
/// Query, path or body field of <paramref name="Http"/> → reference (<c>@caller.id</c>). The runtime sets it, neither model nor
/// customer can; a value that is absent refuses the call.
/// </param>
public sealed record ToolSpec(
    string Name,
    ImmutableArray<string> Targets,
    string Description,
    ToolEffect Effect,
    HttpSpec Http,
    string Input,
    string Output,
    ImmutableDictionary<string, string> Project,
    bool Idempotent = false,
    HttpSpec? Reconcile = null,
    ImmutableDictionary<string, string>? Classes = null,
    Requirement? Require = null,
    ImmutableDictionary<string, string>? Rows = null)
{
    /// <summary>Result field → list. What neither these nor <see cref="Project"/> name never enters the log.</summary>
    public ImmutableDictionary<string, ListProjection> Lists { get; init; } = ImmutableDictionary<string, ListProjection>.Empty;

    /// <summary>What the tool gets to see though it is masked before a model: <c>email</c>, <c>person</c>, a pattern's name.</summary>
    public ImmutableArray<string> Unmask { get; init; } = [];

    /// <summary>Every field a result may have, in order.</summary>
    public IEnumerable<string> Fields => Project.Keys.Concat(Lists.Keys).Concat(Lists.Keys.Select(ListProjection.TotalOf)).Order(StringComparer.Ordinal);

    /// <summary>Whether a call without a known outcome may simply be made again.</summary>
    public bool Repeatable => Effect == ToolEffect.Read || Idempotent;
}

/// <summary>An HTTP request with <c>{argument}</c> and <c>{key}</c> in its URL, and <c>${Setting}</c> for a base address.</summary>
/// <param name="Timeout">For one attempt.</param>
/// <param name="Retries">Further attempts, only where a repeat is safe.</param>
public sealed record HttpSpec(string Method, string Url, TimeSpan Timeout, int Retries = 0)
{
    /// <summary>The URL before its path: <c>${Setting}</c>, or scheme and host.</summary>
    public string Address => Url.IndexOf("//", StringComparison.Ordinal) is var slashes && Url.IndexOfAny(['/', '?'], slashes < 0 ? 0 : slashes + 2) is >= 0 and var end ? Url[..end] : Url;
}

/// <summary>What a call asks of the caller.</summary>
/// <param name="Assurance">none, stated, channel or verified: at least this, in this order.</param>
/// <param name="Scopes">All of them; a caller's grants name what it has.</param>
public sealed record Requirement(string Assurance, ImmutableArray<string> Scopes)
{
    public override string ToString() => $"{Assurance} {string.Join(' ', Scopes)}".TrimEnd();
}
