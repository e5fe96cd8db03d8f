using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Reasoning;

/// <summary>The same words under two intents: whatever is learned from them, one of the two is wrong.</summary>
/// <param name="First">Index of the example that stands first.</param>
/// <param name="Second">Index of the one under another intent.</param>
public sealed record IntentConflict(int First, int Second)
{
    /// <summary>Each example that repeats the words of an earlier one under another intent; case, marks and blanks make no difference.</summary>
    public static ImmutableArray<IntentConflict> In(IReadOnlyList<LabelledText> examples)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var conflicts = ImmutableArray.CreateBuilder<IntentConflict>();
        for (var n = 0; n < examples.Count; n++)
        {
            if (Words(examples[n].Text) is not { Length: > 0 } words) continue;
            if (!first.TryAdd(words, n) && examples[first[words]].Intent != examples[n].Intent) conflicts.Add(new(first[words], n));
        }
        return conflicts.ToImmutable();
    }

    private static string Words(string text)
    {
        var words = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) words.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (words.Length > 0 && words[^1] != ' ' && rune.Value is not ('\'' or '’')) words.Append(' ');
        }
        return words.ToString().TrimEnd();
    }
}
