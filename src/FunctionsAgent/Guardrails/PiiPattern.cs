using System.Text.RegularExpressions;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>Judges a find by its ASCII letters, in capitals, and digits alone.</summary>
internal delegate bool PiiCheck(ReadOnlySpan<char> compact);

/// <summary>A form told by a regular expression, with a checksum where the standard has one.</summary>
/// <param name="pattern">Compiled as <see cref="RegexOptions.NonBacktracking"/>, in any case; of bounded length. It begins with something that must be there: the engine passes over finds of a pattern that begins with an option (dotnet/runtime#130176).</param>
internal sealed class PiiPattern(string name, string entity, string pattern) : PiiRecognizer(name, entity)
{
    private const int Longest = 128;

    private readonly Lazy<Regex> form = new(() => FoundPattern.AnyCase(pattern));

    public PiiEdge Edge { get; init; }

    /// <summary>Null: the form is enough.</summary>
    public PiiCheck? Valid { get; init; }

    /// <summary>Which finds need no word nearby though the recogniser has words. Null: none.</summary>
    public PiiCheck? Sure { get; init; }

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var from = 0; from < text.Length;)
        {
            var matches = form.Value.EnumerateMatches(text, from);
            if (!matches.MoveNext()) return;
            var (start, length) = (matches.Current.Index, matches.Current.Length);
            if (length > 0 && Accepts(text, start, length, out var sure))
            {
                Add(finds, start, length, sure);
                from = start + length;
                continue;
            }
            // What begins here is nothing: the next may begin behind this run, not within it.
            from = start + 1;
            while (from < text.Length && (Edge == PiiEdge.Digit ? char.IsAsciiDigit(text[from]) : PiiEdges.Joins(text[from]))) from++;
        }
    }

    private bool Accepts(string text, int start, int length, out bool sure)
    {
        sure = Words.IsEmpty;
        if (!PiiEdges.Whole(text, start, start + length, Edge)) return false;
        if (Valid is null && (sure || Sure is null)) return true;
        Span<char> compact = stackalloc char[Longest];
        var count = 0;
        foreach (var c in text.AsSpan(start, Math.Min(length, Longest)))
            if (char.IsAsciiLetterOrDigit(c)) compact[count++] = char.ToUpperInvariant(c);
        if (Valid is not null && !Valid(compact[..count])) return false;
        sure = sure || Sure?.Invoke(compact[..count]) == true;
        return true;
    }
}
