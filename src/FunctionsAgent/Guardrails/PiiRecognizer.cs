using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Finds one type of personal data by its public form. Pure, and linear in the text.</summary>
/// <param name="name">Small letters and hyphens; the token of a masked value is made of it.</param>
internal abstract class PiiRecognizer(string name, string entity)
{
    /// <summary>How far a word may stand from what it speaks of: about a line before, half of one behind.</summary>
    private const int Before = 70, Behind = 40;

    public string Name => name;

    public string Entity => entity;

    /// <summary>Words of which one has to stand near a find that is not sure. Empty: each find is sure.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>All places of the form, in their order, none overlapping another.</summary>
    public abstract void Find(string text, List<PiiFind> finds);

    /// <summary>Whether one of the words stands near, in any case, as a word of its own.</summary>
    public bool SpokenOf(string text, PiiFind find)
    {
        var from = Math.Max(0, find.Start - Before);
        var end = Math.Min(text.Length, find.End + Behind);
        return HasWord(text.AsSpan(from, find.Start - from)) || HasWord(text.AsSpan(find.End, end - find.End));
    }

    protected void Add(List<PiiFind> finds, int start, int length, bool sure = true) => finds.Add(new(name, entity, start, length, sure));

    private bool HasWord(ReadOnlySpan<char> window)
    {
        foreach (var word in Words)
        {
            for (var from = 0; window[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var at; from += at + word.Length)
            {
                var (start, end) = (from + at, from + at + word.Length);
                if ((start == 0 || !char.IsLetter(window[start - 1])) && (end == window.Length || !char.IsLetter(window[end]))) return true;
            }
        }
        return false;
    }
}
