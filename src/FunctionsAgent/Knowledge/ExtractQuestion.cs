using System.Collections.Frozen;
using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>What a question asks about, and what kind of thing its answer must hold.</summary>
/// <param name="Terms">Each once, with its weight.</param>
internal sealed record ExtractQuestion(ImmutableArray<(string Term, double Weight)> Terms, ExtractKind Kind)
{
    /// <summary>What people say around a question; no article answers by it.</summary>
    private static readonly FrozenSet<string> Around =
    [
        "hello", "hi", "hey", "dear", "question", "ask", "tell", "know", "need", "help", "possible", "able", "way", "explain", "wonder", "wondering", "find", "looking", "happen", "happens", "say", "see",
        "go", "take", "takes", "give", "make", "much", "many", "long", "often", "soon", "far", "still", "also", "now", "there", "anything", "something", "mean", "means", "work", "works", "sure", "really", "actually", "already", "ever", "even",
        "hallo", "frage", "fragen", "sagen", "wissen", "brauche", "hilfe", "helfen", "möglich", "gibt", "geht", "viel", "viele", "lange", "noch", "etwas",
    ];

    public double Weight { get; } = Terms.Sum(t => t.Weight);

    public static ExtractQuestion Of(string question, KnowledgeIndex index)
    {
        var kind = ExtractKinds.Of(question);
        var terms = index.Terms(question).Where(t => !Around.Contains(t.Word) && !ExtractKinds.Names(kind, t.Word)).Select(t => t.Term).Distinct();
        return new([.. terms.Select(term => (term, (double)index.Weight(term)))], kind);
    }

    /// <summary>Share of the weight whose terms are among these, 0 to 1.</summary>
    public double Covered(HashSet<string> terms) => Weight == 0 ? 0 : Terms.Where(t => terms.Contains(t.Term)).Sum(t => t.Weight) / Weight;
}
