using System.Collections.Immutable;
using System.Numerics;

namespace FunctionsAgent.Guardrails;

/// <summary>Cuts an answer into sentences and asks of each whether the turn's sources say it.</summary>
/// <remarks>
/// Numbers, amounts, durations, days, times, references, addresses, phone numbers and names have to be in a source, whatever they are written like: 1,299.00 is 1299 and $1,299, Nov 5 is 2026-11-05,
/// two weeks are 14 days. Every other sentence that claims something needs the support of words: stems in the sources, the rarer the heavier, and where the sources are prose also their order.
/// Words are English and German; of other languages the words themselves are compared. Pure, and linear in the length of answer and sources.
/// </remarks>
public static class Grounding
{
    /// <summary>The highest at which 95 % of the supported answers of the given set pass whole: a true sentence taken out costs more than a doubtful one let through whose figures, days and names are right.</summary>
    public const double Threshold = 0.05;

    /// <summary>With two new words and less of a claim's weight in the sources they carry nothing, however many words that say nothing it shares with them.</summary>
    private const double LeastCovered = 0.3, TwoNovel = 1.0986;

    /// <summary>Of an answer's score the one with the highest mean of the shares of supported answers above and of others below, on the given set.</summary>
    public const double BalancedThreshold = 0.30;

    /// <summary>What a value weighs beside words.</summary>
    private const double ValueWeight = 2, LightWeight = 0.3;

    /// <param name="answer">What is about to be said.</param>
    /// <param name="sources">What this turn had to answer from, the customer's words among them.</param>
    public static GroundingReading Ground(string answer, ImmutableArray<PassageSource> sources, double threshold = Threshold)
    {
        using var index = new GroundingIndex(sources.IsDefault ? [] : sources);
        using var atoms = new GroundingAtoms(answer);
        var read = ImmutableArray.CreateBuilder<GroundedSentence>();
        var sentences = new GroundingSentences(answer);
        var from = 0;
        while (sentences.Next(out var sentence))
        {
            var all = atoms.Span;
            while (from < all.Length && all[from].Start < sentence.Start) from++;
            var to = from;
            while (to < all.Length && all[to].Start < sentence.End) to++;
            read.Add(Judge(sentence, answer, all[from..to], index, sources, threshold));
            from = to;
        }
        Span<double> carried = stackalloc double[GroundingIndex.MostSources];
        var whole = read.Any(sentence => sentence.IsClaim) ? Compare(answer, atoms.Span, index, carried, [], out _).Score : 0;
        return new(read.ToImmutable(), whole);
    }

    /// <summary>An answer as one claim, for measuring; null where nothing is claimed in it.</summary>
    internal static GroundingFeatures? Compare(string answer, ImmutableArray<PassageSource> sources)
    {
        if (Ground(answer, sources).Claims == 0) return null;
        using var index = new GroundingIndex(sources);
        using var atoms = new GroundingAtoms(answer);
        Span<double> carried = stackalloc double[GroundingIndex.MostSources];
        return Compare(answer, atoms.Span, index, carried, [], out _);
    }

    private static GroundedSentence Judge(GroundingSpan sentence, string answer, ReadOnlySpan<GroundingAtom> atoms, GroundingIndex index, ImmutableArray<PassageSource> sources, double threshold)
    {
        Span<double> carried = stackalloc double[GroundingIndex.MostSources];
        carried.Clear();
        var missing = new List<GroundingValueKind>(0);
        var features = Compare(answer, atoms, index, carried, missing, out var values);
        if (!GroundingClaims.IsClaim(sentence, atoms, values > 0)) return new(sentence.Start, sentence.Length, false, 1, true, [], []);
        for (var names = GroundingNames.Missing(sentence, answer, atoms, index); names > 0; names--) missing.Add(GroundingValueKind.Name);
        if (missing.Count > 0) features = features with { Missing = 1 };
        // A question and a heading claim their values and nothing else.
        var score = sentence.Shape is GroundingShape.Question or GroundingShape.Heading or GroundingShape.LeadIn && missing.Count == 0 ? 1 : features.Score;
        return new(sentence.Start, sentence.Length, true, score, missing.Count == 0 && (score == 1 || (score >= threshold && (features.Covered >= LeastCovered || features.Novel < TwoNovel))), Carrying(carried, sources), [.. missing]);
    }

    private static GroundingFeatures Compare(ReadOnlySpan<char> text, ReadOnlySpan<GroundingAtom> atoms, GroundingIndex index, Span<double> carried, List<GroundingValueKind> missing, out int values)
    {
        values = 0;
        var (weight, covered, prose, novel) = (0d, 0d, 0d, 0d);
        var reader = new GroundingValueReader(text, atoms, spelled: false);
        var (next, end) = (0, 0);
        var more = reader.Next(out var value);
        while (next < atoms.Length)
        {
            uint held;
            double worth;
            if (more && value.First == next)
            {
                (held, worth, end) = (index.Value(value), ValueWeight, next + value.Atoms);
                values++;
                if (held == 0) missing.Add(value.Kind);
                more = reader.Next(out value);
            }
            else
            {
                ref readonly var atom = ref atoms[next];
                end = next + 1;
                if (atom.Kind == GroundingAtomKind.Word && GroundingWords.IsStop(atom.Key))
                {
                    next = end;
                    continue;
                }
                held = index.Term(atom.Term);
                worth = index.Weight(atom.Term) * (GroundingWords.IsLight(atom.Key) ? LightWeight : 1);
                if (held == 0) novel += GroundingWords.IsLight(atom.Key) ? LightWeight : 1;
            }
            weight += worth;
            if (held != 0)
            {
                covered += worth;
                if ((held & index.Prose) != 0) prose += worth;
                for (var bits = held; bits != 0; bits &= bits - 1) carried[BitOperations.TrailingZeroCount(bits)] += worth;
            }
            next = end;
        }
        var (said, pairs) = Order(atoms, index);
        return new(weight == 0 ? 0 : covered / weight, said, pairs, Math.Log(1 + novel), missing.Count > 0 ? 1 : 0, values > missing.Count ? 1 : 0, prose * 2 < covered);
    }

    private static (double Said, double Pairs) Order(ReadOnlySpan<GroundingAtom> atoms, GroundingIndex index)
    {
        if (atoms.IsEmpty) return default;
        var (said, pairs) = (0, 0);
        for (var i = 0; i < atoms.Length; i++)
        {
            if (index.Term(atoms[i].Term) != 0) said++;
            if (i > 0 && index.Pair(atoms[i - 1].Term, atoms[i].Term) != 0) pairs++;
        }
        return ((double)said / atoms.Length, atoms.Length == 1 ? 0 : (double)pairs / (atoms.Length - 1));
    }

    /// <summary>Those that hold at least half of what the strongest holds.</summary>
    private static ImmutableArray<string> Carrying(ReadOnlySpan<double> carried, ImmutableArray<PassageSource> sources)
    {
        var most = 0d;
        foreach (var one in carried) most = Math.Max(most, one);
        if (most == 0) return [];
        var strong = new List<string>(1);
        for (var bits = Strong(carried, most); bits != 0;)
        {
            var strongest = BitOperations.TrailingZeroCount(bits);
            for (var rest = bits; rest != 0; rest &= rest - 1)
                if (carried[BitOperations.TrailingZeroCount(rest)] > carried[strongest]) strongest = BitOperations.TrailingZeroCount(rest);
            bits &= ~(1u << strongest);
            if (!strong.Contains(sources[strongest].Provenance)) strong.Add(sources[strongest].Provenance);
        }
        return [.. strong];
    }

    private static uint Strong(ReadOnlySpan<double> carried, double most)
    {
        var bits = 0u;
        for (var i = 0; i < carried.Length; i++)
            if (carried[i] * 2 >= most) bits |= 1u << i;
        return bits;
    }
}
