using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

public enum FindingKind
{
    /// <summary>Articles that say the same in almost the same words.</summary>
    Duplicate,

    /// <summary>Two sentences about the same thing that cannot both be true.</summary>
    Contradiction,

    /// <summary>The day on which the article was to be looked at again is over.</summary>
    ReviewPassed,

    /// <summary>What it speaks of as valid or to come is over by its own dates.</summary>
    Outdated,

    /// <summary>A newer article says almost the same.</summary>
    Superseded,
}

/// <summary>Where something was found.</summary>
/// <param name="Anchor">The section; null: the article as a whole.</param>
public sealed record FindingPlace(string Article, string? Anchor = null)
{
    /// <summary>As a source is called: <c>returns#how-long-you-have</c>.</summary>
    public override string ToString() => Anchor is null ? Article : $"{Article}#{Anchor}";
}

/// <summary>What somebody should look at, and who.</summary>
/// <param name="Places">What is wrong first: the outdated article; of a contradiction both sides in the order of ids.</param>
/// <param name="Owners">Of the places' articles, each once; empty where nobody owns them.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Evidence">The sentences it was seen in, in the order of the places.</param>
public sealed record KnowledgeFinding(FindingKind Kind, ImmutableArray<FindingPlace> Places, ImmutableArray<string> Owners, string Why, ImmutableArray<string> Evidence);
