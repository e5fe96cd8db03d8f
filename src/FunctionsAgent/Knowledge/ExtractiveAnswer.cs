using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>An answer in the words of an article, without a model: sentences copied from the section that speaks of all that was asked, or none at all.</summary>
/// <remarks>
/// The rule. A question's terms weigh by how rare they are in the knowledge (idf); one that nobody wrote weighs as much as the rarest. A section is near enough when title, headings and text
/// cover <see cref="NearEnough"/> of that weight. Within it those sentences are copied that cover most of it in the fewest words; where the question asks for an amount, a time, a number or an address, they must have one. In doubt there is no answer: better none than a wrong one.
/// </remarks>
/// <param name="Text">One to three sentences that stand together in the section, or a list's lead-in with its items; lines as there.</param>
/// <param name="Source">As <see cref="Hit.Source"/>.</param>
/// <param name="Confidence">0 to 1: how much of what was asked the section speaks of.</param>
public sealed record ExtractiveAnswer(string Text, string Source, string Title, double Confidence)
{
    /// <summary>Share of the question's weight that title, headings and text of the section must cover.</summary>
    public const double NearEnough = 0.6;

    /// <summary>Share that the copied sentences with title and headings must cover.</summary>
    private const double SentencesNearEnough = 0.5;

    /// <summary>Hits that are looked at.</summary>
    private const int Looked = 8;

    /// <param name="hits">What a search for the question found, for its reader.</param>
    /// <param name="index">The one they come from: it knows how rare words are.</param>
    public static ExtractiveAnswer? Of(string question, ImmutableArray<Hit> hits, KnowledgeIndex index)
    {
        var asked = ExtractQuestion.Of(question, index);
        if (asked.Weight == 0) return null;
        ExtractiveAnswer? best = null;
        var value = 0d;
        foreach (var hit in hits.Take(Looked))
        {
            if (Candidate(asked, hit, index) is not { } candidate || candidate.Value <= value) continue;
            (best, value) = (candidate.Answer, candidate.Value);
        }
        return best;
    }

    /// <summary>What is copied decides among sections; the search's own order decides where they are equal.</summary>
    private static (ExtractiveAnswer Answer, double Value)? Candidate(ExtractQuestion asked, Hit hit, KnowledgeIndex index)
    {
        var above = index.Terms($"{hit.Title}\n{hit.Section.Heading}").Select(t => t.Term).ToHashSet(StringComparer.Ordinal);
        var section = index.Terms(hit.Section.Text).Select(t => t.Term).Concat(above).ToHashSet(StringComparer.Ordinal);
        var covered = asked.Covered(section);
        if (covered < NearEnough) return null;
        if (ExtractPassage.Best(asked, hit.Section.Text, above, index) is not { } passage || passage.Covered < SentencesNearEnough) return null;
        return (new(passage.Text, hit.Source, hit.Title, Math.Round(covered, 3)), covered + passage.Worth);
    }
}
