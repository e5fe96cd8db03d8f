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
}

/// <summary>Which node a message means; deterministic, and nodes in the order of the file decide ties.</summary>
internal static class IntentMatcher
{
    /// <summary>A node one of whose identifying slots is in the message.</summary>
    public static (IntentProgram Intent, SlotReader Slot)? Identified(ImmutableArray<IntentProgram> intents, string text)
    {
        foreach (var intent in intents)
        {
            foreach (var slot in intent.Slots)
            {
                if (slot.Slot.Identifies && slot.Find(text) is not null) return (intent, slot);
            }
        }
        return null;
    }

    /// <summary>A node that the message's words mean: one of its words, then an example word by word, then all content words of one.</summary>
    public static IntentProgram? Meant(ImmutableArray<IntentProgram> intents, string text)
    {
        if (intents.IsEmpty) return null;
        var words = Words.Of(text);
        return intents.FirstOrDefault(i => i.HasWord(words)) ?? intents.FirstOrDefault(i => i.IsExample(words)) ?? intents.FirstOrDefault(i => i.IsLikeExample(words));
    }
}
