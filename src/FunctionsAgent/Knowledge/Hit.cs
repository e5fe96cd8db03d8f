using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>A section that was found, the best first.</summary>
/// <param name="Article">Its article's id.</param>
/// <param name="Score">BM25; comparable within one search.</param>
public sealed record Hit(string Article, string Title, Section Section, double Score, string? Owner = null, DateOnly? Review = null)
{
    /// <summary>What a source is called in replies and logs: <c>returns#without-a-receipt</c>.</summary>
    public string Source => $"{Article}#{Section.Anchor}";
}

/// <summary>Who asks: a section whose article names an audience is found only by somebody of it.</summary>
public sealed record Reader(ImmutableArray<string> Audiences)
{
    /// <summary>A customer about whom nothing is known.</summary>
    public static Reader Anybody { get; } = new([]);
}
