using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>The same words as examples of two intents: a message cannot mean both.</summary>
/// <param name="First">Place of the one among the examples, from 0.</param>
/// <param name="Second">Place of the other, a later one.</param>
public sealed record IntentConflict(int First, int Second)
{
    /// <summary>The same but for case, accents, punctuation and which numbers they name. Each later place stands beside the first under another intent.</summary>
    public static ImmutableArray<IntentConflict> In(IReadOnlyList<LabelledText> examples)
    {
        var conflicts = ImmutableArray.CreateBuilder<IntentConflict>();
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < examples.Count; i++)
        {
            var line = TextWords.Line(examples[i].Text);
            if (line.Length == 0) continue;
            if (!places.TryGetValue(line, out var same)) places[line] = same = [];
            var other = same.FindIndex(place => examples[place].Intent != examples[i].Intent);
            if (other >= 0) conflicts.Add(new(same[other], i));
            same.Add(i);
        }
        return conflicts.ToImmutable();
    }
}
