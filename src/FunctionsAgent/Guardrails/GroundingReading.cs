using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>What an answer claims and how much of it the sources support.</summary>
/// <param name="Sentences">In the order of the answer; together they are all of its text but blanks.</param>
/// <param name="Score">0 to 1: of the whole answer as one claim, its courtesies included; 0 where nothing is claimed.</param>
public sealed record GroundingReading(ImmutableArray<GroundedSentence> Sentences, double Score)
{
    public int Claims => Sentences.Count(sentence => sentence.IsClaim);

    public int Unsupported => Sentences.Count(sentence => !sentence.IsSupported);

    public bool IsSupported => Unsupported == 0;

    /// <summary>Score of the weakest claim; 0 where nothing is claimed.</summary>
    public double Weakest => Sentences.Where(sentence => sentence.IsClaim).Select(sentence => sentence.Score).DefaultIfEmpty(0).Min();
}

/// <summary>A sentence of an answer, or an item of a list, a row of a table, a heading.</summary>
/// <param name="Start">Where it stands in the answer; <paramref name="Length"/> characters with its marks.</param>
/// <param name="IsClaim">Whether it says something that can be true or false of the company's affairs. A greeting, a question, an offer of help claims nothing and is supported.</param>
/// <param name="Score">0 to 1: how probably the sources say it, by words alone; 1 where nothing is claimed.</param>
/// <param name="IsSupported">Its values are all in the sources, and its score reaches the threshold.</param>
/// <param name="Sources">Provenance of the sources that carry it, the strongest first.</param>
/// <param name="Missing">Kinds of its values that are in no source, one entry a value.</param>
public sealed record GroundedSentence(int Start, int Length, bool IsClaim, double Score, bool IsSupported, ImmutableArray<string> Sources, ImmutableArray<GroundingValueKind> Missing);
