using System.Collections.Immutable;
using AgentScript.Model;

namespace AgentScript.Running;

/// <summary>A node's intent, made ready to match.</summary>
internal sealed class IntentProgram
{
    private readonly ImmutableArray<string[]> words;
    private readonly ImmutableArray<string[]> examples;
    private readonly ImmutableArray<string[]> contents;

    public IntentProgram(Node node)
    {
        Node = node;
        var intent = node.Intent!;
        words = [.. intent.Words.Select(Words.Of)];
        examples = [.. intent.Examples.Select(Words.Of)];
        contents = [.. examples.Select(Words.Content).Where(c => c.Length > 0)];
        Slots = [.. intent.Slots.Select(s => new SlotReader(s))];
    }

    public Node Node { get; }

    public ImmutableArray<SlotReader> Slots { get; }

    public bool HasWord(string[] message) => words.Any(phrase => Words.Holds(message, phrase));

    public bool IsExample(string[] message) => message.Length > 0 && examples.Any(e => e.AsSpan().SequenceEqual(message));

    public bool IsLikeExample(string[] message) => contents.Any(content => content.All(message.Contains));

    /// <summary>Everything of the intent that a message has, the strongest first.</summary>
    public ImmutableArray<IntentEvidence> Evidence(string text, string[] message)
    {
        var intent = Node.Intent!;
        var found = new List<IntentEvidence>();
        found.AddRange(Slots.Where(slot => slot.Slot.Identifies && slot.Find(text, TypedText.None) is not null).Select(slot => new IntentEvidence(IntentBy.Slot, slot.Slot.Name, [], 1)));
        foreach (var (phrase, own) in intent.Words.Zip(words))
        {
            if (Words.Holds(message, own)) found.Add(new(IntentBy.Words, phrase, [.. own], 1));
            else if (Partly(phrase, own, message) is { } some) found.Add(some);
        }
        foreach (var (example, own) in intent.Examples.Zip(examples))
        {
            if (message.Length > 0 && own.AsSpan().SequenceEqual(message)) found.Add(new(IntentBy.Example, example, [.. own], 1));
            else if (Words.Content(own) is { Length: > 0 } content && content.All(message.Contains)) found.Add(new(IntentBy.LikeExample, example, [.. content], 1));
            else if (Partly(example, own, message) is { } some) found.Add(some);
        }
        return [.. found.OrderBy(e => e.By).ThenByDescending(e => e.Share)];
    }

    private static IntentEvidence? Partly(string phrase, string[] own, string[] message)
    {
        var content = Words.Content(own);
        var shared = content.Where(message.Contains).ToArray();
        return shared.Length == 0 ? null : new(IntentBy.Partly, phrase, [.. shared], (double)shared.Length / content.Length);
    }
}

/// <summary>Which node a message means; deterministic, and nodes in the order of the file decide ties.</summary>
internal static class IntentMatcher
{
    /// <summary>
    /// A node one of whose identifying slots is in the message; or another that knows the same slot without being identified by
    /// it (an order's number is also what a cancellation needs), where the message's words or an example mean that one, or it
    /// asked, or the classifier names it.
    /// </summary>
    /// <param name="waiting">The node that asked the question this may answer: as if one of its words occurred, unless the message asks something itself.</param>
    public static (IntentProgram Intent, SlotReader Slot)? Identified(ImmutableArray<IntentProgram> intents, string text, TypedText typed, string? waiting = null, string? classified = null)
    {
        if (First(Holding(intents, text, typed), of => of.Slot.Slot.Identifies) is not var (identified, by)) return null;
        var sharing = Holding(intents, text, typed).Where(of => of.Slot.Slot.Name == by.Slot.Name).ToList();
        if (sharing.Count < 2) return (identified, by);
        var words = Words.Of(text);
        bool Asked((IntentProgram Intent, SlotReader) of) => of.Intent.Node.Name == waiting;
        return First(sharing, of => of.Intent.HasWord(words) || (Asked(of) && !text.Contains('?')))
            ?? First(sharing, of => of.Intent.IsExample(words))
            ?? First(sharing, Asked)
            ?? First(sharing, of => of.Intent.Node.Name == classified)
            ?? (identified, by);
    }

    /// <summary>Every slot that is in the message, in the order of the file.</summary>
    private static IEnumerable<(IntentProgram Intent, SlotReader Slot)> Holding(ImmutableArray<IntentProgram> intents, string text, TypedText typed) =>
        intents.SelectMany(intent => intent.Slots.Where(slot => slot.Find(text, typed) is not null).Select(slot => (intent, slot)));

    private static (IntentProgram Intent, SlotReader Slot)? First(IEnumerable<(IntentProgram Intent, SlotReader Slot)> found, Func<(IntentProgram Intent, SlotReader Slot), bool> fits)
    {
        foreach (var of in found)
        {
            if (fits(of)) return of;
        }
        return null;
    }

    /// <summary>A node that the message's words mean: one of its words, then an example word by word, then all content words of one.</summary>
    /// <param name="classified">A classifier that learned from the examples judges what is like them.</param>
    public static IntentProgram? Meant(ImmutableArray<IntentProgram> intents, string text, bool classified)
    {
        if (intents.IsEmpty) return null;
        var words = Words.Of(text);
        return intents.FirstOrDefault(i => i.HasWord(words)) ?? intents.FirstOrDefault(i => i.IsExample(words)) ?? (classified ? null : intents.FirstOrDefault(i => i.IsLikeExample(words)));
    }
}
