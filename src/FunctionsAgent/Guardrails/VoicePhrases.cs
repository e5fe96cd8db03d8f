using System.Collections.Frozen;
using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Phrases found in a text by their words, in one pass.</summary>
internal sealed class VoicePhrases
{
    private readonly FrozenDictionary<ulong, ImmutableArray<(ImmutableArray<ulong> Words, int Phrase)>> _byFirst;

    /// <summary>Phrases without a word are passed over.</summary>
    public VoicePhrases(IEnumerable<string> phrases) => _byFirst = phrases.Select((phrase, i) => (Words: Words(phrase), Phrase: i)).Where(one => !one.Words.IsEmpty)
        .GroupBy(one => one.Words[0]).ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(one => one.Words.Length).ToImmutableArray());

    /// <summary>Where phrases stand, the longest of those that begin at a word; none within another.</summary>
    public List<(int First, int Atoms, int Phrase)> In(ReadOnlySpan<GroundingAtom> atoms)
    {
        var found = new List<(int, int, int)>(0);
        for (var i = 0; i < atoms.Length; i++)
        {
            if (!_byFirst.TryGetValue(Word(atoms[i]), out var candidates)) continue;
            foreach (var (words, phrase) in candidates)
            {
                if (!Stands(words, atoms[i..])) continue;
                found.Add((i, words.Length, phrase));
                i += words.Length - 1;
                break;
            }
        }
        return found;
    }

    private static bool Stands(ImmutableArray<ulong> words, ReadOnlySpan<GroundingAtom> atoms)
    {
        if (words.Length > atoms.Length) return false;
        for (var i = 1; i < words.Length; i++)
            if (Word(atoms[i]) != words[i]) return false;
        return true;
    }

    private static ulong Word(in GroundingAtom atom) => atom.Kind == GroundingAtomKind.Word ? atom.Key : atom.Term;

    private static ImmutableArray<ulong> Words(string phrase)
    {
        using var atoms = new GroundingAtoms(phrase);
        var words = ImmutableArray.CreateBuilder<ulong>(atoms.Count);
        foreach (ref readonly var atom in atoms.Span) words.Add(Word(atom));
        return words.ToImmutable();
    }
}
