using System.Runtime.InteropServices;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The n-grams of a text, hashed: stems, neighbouring stems, pairs of stems in any order ("cancel … order"), and runs of two to four characters within a word.
/// The numbers of <see cref="Version"/> and the hash are what a stored model was made of: whoever changes them counts on.
/// </summary>
internal static class IntentGrams
{
    public const int Version = 1;

    private const int ShortestRun = 2, LongestRun = 4, WidestPair = 12;

    /// <summary>Each n-gram once, in the order of the hashes, with how often it occurs. Words and characters apart: each family is weighed by itself.</summary>
    public static (List<Gram> Words, List<Gram> Characters) Of(string text)
    {
        var words = TextWords.Of(text);
        var stems = words.ConvertAll(TextStem.Of);
        var (ofWords, ofCharacters) = (new List<uint>(), new List<uint>());
        for (var i = 0; i < stems.Count; i++)
        {
            ofWords.Add(Hash(1, stems[i]));
            ofWords.Add(Hash(2, i == 0 ? "^" : stems[i - 1], stems[i]));
            for (var j = i + 1; j < Math.Min(stems.Count, i + 1 + WidestPair); j++)
                ofWords.Add(string.CompareOrdinal(stems[i], stems[j]) < 0 ? Hash(3, stems[i], stems[j]) : Hash(3, stems[j], stems[i]));
            AddRuns($" {words[i]} ", ofCharacters);
        }
        if (stems.Count > 0) ofWords.Add(Hash(2, stems[^1], "$"));
        return (Counted(ofWords), Counted(ofCharacters));
    }

    private static void AddRuns(ReadOnlySpan<char> word, List<uint> to)
    {
        for (var length = ShortestRun; length <= LongestRun; length++)
            for (var start = 0; start + length <= word.Length; start++) to.Add(GramHash.Final(GramHash.Add(GramHash.Seed(4), word.Slice(start, length))));
    }

    private static List<Gram> Counted(List<uint> hashes)
    {
        CollectionsMarshal.AsSpan(hashes).Sort();
        var grams = new List<Gram>(hashes.Count);
        foreach (var hash in hashes)
            if (grams.Count > 0 && grams[^1].Hash == hash) grams[^1] = new(hash, grams[^1].Count + 1);
            else grams.Add(new(hash, 1));
        return grams;
    }

    private static uint Hash(uint family, string word) => GramHash.Final(GramHash.Add(GramHash.Seed(family), word));

    private static uint Hash(uint family, string first, string second) => GramHash.Final(GramHash.Add(GramHash.Add(GramHash.Add(GramHash.Seed(family), first), " "), second));
}

internal readonly record struct Gram(uint Hash, int Count);
