using AgentScript.Running;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Evaluation;

/// <summary>What a message could have meant, and why one intent won over the others. Evaluated again with the script of the conversation.</summary>
internal static class ExplainIntents
{
    /// <param name="won">The intent of the log; null when none matched.</param>
    /// <param name="asked">Whether the script was asked at all.</param>
    /// <param name="collected">The message was taken as the answer to the question for this variable.</param>
    public static IReadOnlyList<ExplainedIntent> Of(Package package, string text, string? won, bool asked, string? collected)
    {
        if (package.Flow is not ScriptFlow { Script: var script }) return [];
        var candidates = IntentCandidates.Of(script, text);
        var winner = asked ? candidates.FirstOrDefault(c => c.Node == won && c.Matches) : null;
        var found = candidates.Select(c => new ExplainedIntent(
            c.Node, c.Line, c.Matches, asked && c.Node == won, [.. c.Evidence.Select(e => new ExplainedEvidence(Name(e.By), e.Phrase, e.Shared, Math.Round(e.Share, 2)))],
            Why(c, winner, won, asked, collected))).ToList();
        // A question that waited takes a message that names no intent at all.
        if (asked && won is not null && !candidates.Any(c => c.Node == won) && script.Node(won) is { } node)
            found.Insert(0, new(won, script.Tree.Source.Line((node.Intent?.Syntax ?? node.Syntax).Start) + 1, false, true, [], collected is null ? "the script went on with it" : Answered(collected)));
        return found;
    }

    private static string Why(IntentCandidate candidate, IntentCandidate? winner, string? won, bool asked, string? collected)
    {
        if (!asked) return candidate.Matches ? "would be a candidate; the script was not asked" : "touched only; the script was not asked";
        if (candidate.Node == won && collected is not null) return Answered(collected);
        if (candidate.Node == won) return candidate.Matches ? $"{Describe(candidate.Evidence[0])}" : "the script went on with it";
        if (!candidate.Matches) return $"has {(int)(candidate.Evidence[0].Share * 100)} % of the words of \"{candidate.Evidence[0].Phrase}\": not enough";
        if (collected is not null) return $"the message was taken as the answer to the question for {collected}";
        if (winner is null) return won is null ? "matches, and the script took none" : $"the script went on with {won}";
        return candidate.Evidence[0].By > winner.Evidence[0].By
            ? $"{Describe(candidate.Evidence[0])}, which ranks below {Describe(winner.Evidence[0])}"
            : $"{Describe(candidate.Evidence[0])}, and {winner.Node} stands before it in the script (line {winner.Line})";
    }

    private static string Answered(string variable) => $"the message answers the question for {variable}";

    private static string Describe(IntentEvidence evidence) => evidence.By switch
    {
        IntentBy.Slot => $"the slot {evidence.Phrase} is in the message",
        IntentBy.Words => $"the word \"{evidence.Phrase}\"",
        IntentBy.Example => $"the example \"{evidence.Phrase}\" word by word",
        IntentBy.LikeExample => $"all content words of the example \"{evidence.Phrase}\"",
        _ => $"part of \"{evidence.Phrase}\"",
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
