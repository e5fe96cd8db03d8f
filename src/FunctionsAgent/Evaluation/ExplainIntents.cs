using System.Collections.Immutable;
using System.Globalization;
using AgentScript.Running;
using FunctionsAgent.Agents;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Evaluation;

/// <summary>What a message could have meant, and why one intent won over the others. Evaluated again with the script and the classifier of the conversation.</summary>
internal static class ExplainIntents
{
    /// <summary>Of the classifier's ranking, what is worth a line.</summary>
    private const double LeastShown = 0.05;

    /// <param name="Probability">The classifier's; null without one, or where it does not rank the node.</param>
    private sealed record Candidate(string Node, int Line, ImmutableArray<IntentEvidence> Evidence, bool Matches, double? Probability)
    {
        /// <summary>How strongly: a lower number wins.</summary>
        public int Rank => Evidence is [var first, ..] && first.By <= IntentBy.Example ? (int)first.By : Matches ? (int)IntentBy.LikeExample : (int)IntentBy.Partly;
    }

    /// <param name="won">The intent of the log; null when none matched.</param>
    /// <param name="asked">Whether the script was asked at all.</param>
    /// <param name="collected">The message was taken as the answer to the question for this variable.</param>
    public static IReadOnlyList<ExplainedIntent> Of(Package package, string text, string? won, bool asked, string? collected)
    {
        if (package.Flow is not ScriptFlow { Script: var script } flow) return [];
        var candidates = Candidates(flow, text);
        var winner = asked ? candidates.FirstOrDefault(c => c.Node == won && c.Matches) : null;
        var found = candidates.Select(c => new ExplainedIntent(c.Node, c.Line, c.Matches, asked && c.Node == won, Evidence(c), Why(c, winner, won, asked, collected))).ToList();
        // A question that waited takes a message that names no intent at all.
        if (asked && won is not null && !candidates.Any(c => c.Node == won) && script.Node(won) is { } node)
            found.Insert(0, new(won, Line(flow, won), false, true, [], collected is null ? "the script went on with it" : Answered(collected)));
        return found;
    }

    private static List<Candidate> Candidates(ScriptFlow flow, string text)
    {
        var reading = flow.Understanding.Classify(text);
        var touched = IntentCandidates.Of(flow.Script, text);
        var ranked = (reading?.Ranked ?? []).Where(r => r.Probability >= LeastShown && !touched.Any(c => c.Node == r.Intent));
        return
        [
            .. touched.Select(c => new Candidate(c.Node, c.Line, c.Evidence, reading is null ? c.Matches : c.Evidence[0].By <= IntentBy.Example || reading.Intent == c.Node, Of(reading, c.Node)))
                .Concat(ranked.Select(r => new Candidate(r.Intent, Line(flow, r.Intent), [], reading!.Intent == r.Intent, r.Probability)))
                .OrderBy(c => c.Rank).ThenByDescending(c => c.Probability ?? 0),
        ];
    }

    private static double? Of(IntentReading? reading, string node) => reading?.Ranked.FirstOrDefault(r => r.Intent == node)?.Probability;

    private static int Line(ScriptFlow flow, string name) =>
        flow.Script.Node(name) is { } node ? flow.Script.Tree.Source.Line((node.Intent?.Syntax ?? node.Syntax).Start) + 1 : 0;

    private static ImmutableArray<ExplainedEvidence> Evidence(Candidate candidate)
    {
        var found = candidate.Evidence.Select(e => new ExplainedEvidence(Name(e.By), e.Phrase, e.Shared, Math.Round(e.Share, 2)));
        return candidate.Probability is { } probability ? [.. found, new ExplainedEvidence("classifier", "", [], Math.Round(probability, 3))] : [.. found];
    }

    private static string Why(Candidate candidate, Candidate? winner, string? won, bool asked, string? collected)
    {
        if (!asked) return candidate.Matches ? "would be a candidate; the script was not asked" : "touched only; the script was not asked";
        if (candidate.Node == won && collected is not null) return Answered(collected);
        if (candidate.Node == won) return candidate.Matches ? $"{Describe(candidate)}" : "the script went on with it";
        if (!candidate.Matches) return $"{Describe(candidate)}: not enough";
        if (collected is not null) return $"the message was taken as the answer to the question for {collected}";
        if (winner is null) return won is null ? "matches, and the script took none" : $"the script went on with {won}";
        return candidate.Rank > winner.Rank
            ? $"{Describe(candidate)}, which ranks below {Describe(winner)}"
            : $"{Describe(candidate)}, and {winner.Node} stands before it in the script (line {winner.Line})";
    }

    private static string Answered(string variable) => $"the message answers the question for {variable}";

    private static string Describe(Candidate candidate) => candidate switch
    {
        { Evidence: [{ By: IntentBy.Slot, Phrase: var slot }, ..] } => $"the slot {slot} is in the message",
        { Evidence: [{ By: IntentBy.Words, Phrase: var word }, ..] } => $"the word \"{word}\"",
        { Evidence: [{ By: IntentBy.Example, Phrase: var example }, ..] } => $"the example \"{example}\" word by word",
        { Probability: { } probability } => string.Create(CultureInfo.InvariantCulture, $"the classifier gives it {Math.Round(probability * 100)} %"),
        { Evidence: [{ By: IntentBy.LikeExample, Phrase: var like }, ..] } => $"all content words of the example \"{like}\"",
        { Evidence: [var part, ..] } => $"has {(int)(part.Share * 100)} % of the words of \"{part.Phrase}\"",
        _ => "nothing of it",
    };

    private static string Name(IntentBy by) => by switch
    {
        IntentBy.Slot => "slot",
        IntentBy.Words => "words",
        IntentBy.Example => "example",
        IntentBy.LikeExample => "like-example",
        _ => "partly",
    };
}
