using System.Collections.Immutable;
using AgentScript.Model;

namespace AgentScript.Running;

/// <summary>How a message can mean an intent, the strongest first: the order in which the interpreter asks.</summary>
public enum IntentBy
{
    /// <summary>An identifying slot is in the message.</summary>
    Slot,

    /// <summary>One of the intent's words is.</summary>
    Words,

    /// <summary>The message is an example, word by word.</summary>
    Example,

    /// <summary>It has all content words of an example.</summary>
    LikeExample,

    /// <summary>It has some content words of an example or of a phrase: not enough.</summary>
    Partly,
}

/// <summary>One reason to take a message for an intent.</summary>
/// <param name="Phrase">The script's: the name of the slot, the phrase or the example. Never the customer's words.</param>
/// <param name="Shared">Words of the phrase that the message has too; none for a slot.</param>
/// <param name="Share">Share of the phrase's content words that the message has, 0 to 1; 1 but for <see cref="IntentBy.Partly"/>.</param>
public sealed record IntentEvidence(IntentBy By, string Phrase, ImmutableArray<string> Shared, double Share);

/// <summary>An intent that a message has anything to do with.</summary>
/// <param name="Node">The node that declares it.</param>
/// <param name="Line">Of the declaration, counted from 1.</param>
/// <param name="Evidence">The strongest first; never empty.</param>
public sealed record IntentCandidate(string Node, int Line, ImmutableArray<IntentEvidence> Evidence)
{
    /// <summary>Whether the message means it; the first candidate that does is what a new request is taken for.</summary>
    public bool Matches => Evidence[0].By != IntentBy.Partly;
}

/// <summary>Which intents a message could mean, and why: what the interpreter decides by, laid open.</summary>
public static class IntentCandidates
{
    /// <summary>
    /// The intents of a script that a message means, in the order in which they win (strength, then place in the file), then those
    /// it only touches, the nearest first. A question that waits for an answer may still take the message for itself.
    /// </summary>
    public static ImmutableArray<IntentCandidate> Of(Script script, string text)
    {
        var program = Program.Of(script);
        text = Json.Cut(text, Limits.Words);
        var words = Words.Of(text);
        // Words may decide between nodes that know the same slot.
        var identified = IntentMatcher.Identified(program.Intents, text, TypedText.None)?.Intent.Node.Name;
        return
        [
            .. program.Intents.Select(intent => (Intent: intent, Evidence: intent.Evidence(text, words)))
                .Where(found => found.Evidence.Length > 0)
                .Select(found => new IntentCandidate(found.Intent.Node.Name, program.Line(found.Intent.Node.Intent!.Syntax), found.Evidence))
                // Stable: the order of the file decides ties.
                .OrderBy(candidate => candidate.Node != identified).ThenBy(candidate => candidate.Evidence[0].By).ThenByDescending(candidate => candidate.Evidence[0].Share),
        ];
    }
}
