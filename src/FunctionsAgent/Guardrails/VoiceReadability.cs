using System.Collections.Frozen;

namespace FunctionsAgent.Guardrails;

/// <summary>How easily a text is read, 100 easy to 0 hard: Flesch's reading ease for English (1948), Amstad's for German (1978).</summary>
/// <remarks>Syllables are counted as groups of vowels, an English <c>e</c> at the end as none; addresses, figures and references count as words of one.</remarks>
internal static class VoiceReadability
{
    private const int Fewest = 20;

    private static readonly FrozenSet<ulong> German = GroundingWords.Set("der die das und ist nicht sie ihre ihr ihnen wir für mit auf ein eine zum zur bei wird werden haben können von dass auch noch oder");
    private static readonly FrozenSet<ulong> English = GroundingWords.Set("the and is not you your we for with on a an to of at will be have can that also or it this are i");

    /// <summary>de where more words are German ones than English ones.</summary>
    public static string Language(ReadOnlySpan<GroundingAtom> atoms)
    {
        var (german, english) = (0, 0);
        foreach (ref readonly var atom in atoms)
        {
            if (German.Contains(atom.Key)) german++;
            if (English.Contains(atom.Key)) english++;
        }
        return german > english ? "de" : "en";
    }

    /// <summary>Null for fewer than 20 words.</summary>
    public static double? Ease(ReadOnlySpan<char> text, ReadOnlySpan<GroundingAtom> atoms, int sentences, string language)
    {
        if (atoms.Length < Fewest || sentences == 0) return null;
        var syllables = 0;
        foreach (ref readonly var atom in atoms) syllables += atom.Kind == GroundingAtomKind.Word ? Syllables(text.Slice(atom.Start, atom.Length), language) : 1;
        var (length, weight) = ((double)atoms.Length / sentences, (double)syllables / atoms.Length);
        return language == "de" ? 180 - length - (58.5 * weight) : 206.835 - (1.015 * length) - (84.6 * weight);
    }

    internal static int Syllables(ReadOnlySpan<char> word, string language)
    {
        var (count, was) = (0, false);
        foreach (var c in word)
        {
            var vowel = GroundingChars.Fold(c) is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
            if (vowel && !was) count++;
            was = vowel;
        }
        if (language == "en" && count > 1 && char.ToLowerInvariant(word[^1]) == 'e' && !word.EndsWith("le", StringComparison.OrdinalIgnoreCase)) count--;
        return Math.Max(1, count);
    }
}
