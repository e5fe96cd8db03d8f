using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>The sentences of a section that say most of what was asked.</summary>
/// <param name="Covered">Share of the question's weight that they cover with the headings above.</param>
/// <param name="Worth">The same, more for what the sentences say themselves and less for every line and sentence.</param>
internal sealed record ExtractPassage(string Text, double Covered, double Worth)
{
    private const int MostSentences = 3;

    /// <summary>A further sentence must cover so much more of the question.</summary>
    private const double WorthASentence = 0.08;

    /// <summary>A further line of a list.</summary>
    private const double WorthALine = 0.03;

    /// <summary>Null where none has the kind of thing that is asked for.</summary>
    /// <param name="above">Terms of title and headings.</param>
    public static ExtractPassage? Best(ExtractQuestion asked, string text, HashSet<string> above, KnowledgeIndex index)
    {
        ExtractPassage? best = null;
        var units = ExtractUnit.Of(text);
        for (var from = 0; from < units.Length; from++)
        {
            for (var to = from; to < units.Length && to - from < MostSentences && (to == from || units[to].Follows(units[to - 1])); to++)
            {
                var passage = string.Concat(units[from..(to + 1)].Select((u, n) => n == 0 ? u.Text : u.Between + u.Text));
                if (!ExtractKinds.Has(asked.Kind, passage)) continue;
                var own = index.Terms(passage).Select(t => t.Term).ToHashSet(StringComparer.Ordinal);
                var (alone, together) = (asked.Covered(own), asked.Covered([.. own, .. above]));
                // What the headings say already still tells which of their sentences is meant, but less.
                var worth = together + alone / 2 - WorthASentence * (to - from) - WorthALine * passage.AsSpan().Count('\n') - Late(asked, alone, from);
                if (best is null || worth > best.Worth) best = new(passage, together, worth);
            }
        }
        return best;
    }

    /// <summary>Where no sentence has a word of the question, the headings asked it: their first sentences answer.</summary>
    private static double Late(ExtractQuestion asked, double alone, int from) => asked.Weight > 0 && alone == 0 ? 0.01 * from : 0;
}
