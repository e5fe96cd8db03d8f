using System.Buffers;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The n-grams of some words, each hashed to one of a fixed number of rows and named once: words, neighbours, neighbours but one; and runs of three to five characters within a word, its ends included.
/// The numbers of <see cref="Version"/> and the hash are what stored models were made of. Dispose gives the buffers back; one thread at a time.
/// </summary>
internal sealed class HashedGrams(int bits) : IDisposable
{
    public const int Version = 1;

    private const int ShortestRun = 3, LongestRun = 5;

    private readonly uint mask = (1u << bits) - 1;
    private ulong[] seen = Cleared(1 << (bits - 6));
    private int[] rows = ArrayPool<int>.Shared.Rent(4_096);
    private int count, words;

    /// <summary>Of the words.</summary>
    public ReadOnlySpan<int> Words => rows.AsSpan(0, words);

    /// <summary>Of the characters.</summary>
    public ReadOnlySpan<int> Characters => rows.AsSpan(words, count - words);

    public void Read(FoldedText text, int from, int to)
    {
        foreach (var row in rows.AsSpan(0, count)) seen[row >> 6] = 0;
        count = 0;
        for (var i = from; i < to; i++)
        {
            var word = GramHash.Add(GramHash.Seed(11), text.Word(i));
            Add(word);
            if (i + 1 < to) Add(GramHash.Add(GramHash.Add(word, ' '), text.Word(i + 1)));
            if (i + 2 < to) Add(GramHash.Add(GramHash.Add(word, '*'), text.Word(i + 2)));
        }
        words = count;
        if (from < to) AddRuns(text.Words(from, to));
    }

    private void AddRuns(ReadOnlySpan<char> letters)
    {
        var seed = GramHash.Seed(12);
        for (var start = 0; start + ShortestRun <= letters.Length; start++)
        {
            var (hash, end) = (GramHash.Add(seed, letters[start]), Math.Min(letters.Length, start + LongestRun));
            for (var i = start + 1; i < end; i++)
            {
                hash = GramHash.Add(hash, letters[i]);
                if (i - start + 1 >= ShortestRun) Add(hash);
                if (letters[i] == ' ') break;
            }
        }
    }

    private void Add(uint hash)
    {
        var row = (int)(GramHash.Final(hash) & mask);
        var bit = 1UL << (row & 63);
        ref var set = ref seen[row >> 6];
        if ((set & bit) != 0) return;
        set |= bit;
        if (count == rows.Length) Grow();
        rows[count++] = row;
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(rows.Length * 2);
        rows.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(rows);
        rows = larger;
    }

    private static ulong[] Cleared(int length)
    {
        var array = ArrayPool<ulong>.Shared.Rent(length);
        Array.Clear(array);
        return array;
    }

    public void Dispose()
    {
        if (rows.Length == 0) return;
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<ulong>.Shared.Return(seen);
        (rows, seen, count, words) = ([], [], 0, 0);
    }
}
