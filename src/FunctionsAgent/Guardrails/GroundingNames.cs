using System.Buffers;
using System.Collections.Frozen;

namespace FunctionsAgent.Guardrails;

/// <summary>Names in a sentence that no source has: words with a capital letter where English writes none. German writes nouns so, and none is found there.</summary>
internal static class GroundingNames
{
    private static readonly SearchValues<char> Before = SearchValues.Create(":\"“„.!?•*([");

    private static readonly FrozenSet<ulong> None = GroundingWords.Set("i i'm i'll i've i'd ok faq pdf id pin url tv pc am pm internet english german mr mrs ms dr sir madam asap n/a yes no vat");
    private static readonly FrozenSet<ulong> German = GroundingWords.Set("der das und ist sind nicht sie ihre ihr ihrer ihnen wir für mit auf ein eine einen zum zur bei wird werden haben können von im");

    /// <summary>Neighbouring words are one name; it is missing when none of its words is in a source.</summary>
    public static int Missing(GroundingSpan sentence, ReadOnlySpan<char> text, ReadOnlySpan<GroundingAtom> atoms, GroundingIndex index)
    {
        if (sentence.Shape is GroundingShape.Heading or GroundingShape.Row) return 0;
        var (capital, lower, german) = (0, 0, 0);
        foreach (ref readonly var atom in atoms)
        {
            if (atom.Kind != GroundingAtomKind.Word) continue;
            if (atom.IsCapital) capital++;
            else lower++;
            if (German.Contains(atom.Key)) german++;
        }
        // A title writes most words with a capital.
        if (german > 1 || lower < capital || atoms.Length < 3) return 0;
        var missing = 0;
        for (var i = 1; i < atoms.Length; i++)
        {
            if (!IsName(text, atoms, i)) continue;
            var isHeld = false;
            var end = i;
            for (; end < atoms.Length && (end == i || (IsName(text, atoms, end) && atoms[end].Start - atoms[end - 1].End <= 1)); end++) isHeld |= index.Term(atoms[end].Term) != 0;
            if (!isHeld) missing++;
            i = end - 1;
        }
        return missing;
    }

    private static bool IsName(ReadOnlySpan<char> text, ReadOnlySpan<GroundingAtom> atoms, int at)
    {
        var atom = atoms[at];
        if (atom.Kind != GroundingAtomKind.Word || !atom.IsCapital || atom.Length < 2 || None.Contains(atom.Key) || GroundingWords.IsStop(atom.Key)) return false;
        if (GroundingWords.Month(atom.Key) > 0 || GroundingWords.Weekdays(atom.Key).From > 0 || GroundingWords.Currency(atom.Key) > 0) return false;
        // Behind a colon, a quotation mark, a bullet or the end of a sentence that was not seen, any word has a capital.
        return atoms[at - 1].End is var end && !text[end..atom.Start].ContainsAny(Before);
    }
}
