using System.Buffers;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The words of a text as a hashed classifier and phrase rules read them, in one rented buffer: a blank, a word, a blank, a word, a blank.
/// What was done to hide them is undone and counted. Dispose gives the buffers back.
/// </summary>
internal sealed class FoldedText : IDisposable
{
    private const int LongestWord = 32;

    private char[] letters;
    private int[] blanks;

    private FoldedText(int characters)
    {
        letters = ArrayPool<char>.Shared.Rent(characters + 16);
        blanks = ArrayPool<int>.Shared.Rent(characters / 4 + 16);
        letters[0] = ' ';
        blanks[0] = 0;
    }

    /// <summary>Words.</summary>
    public int Count { get; private set; }

    /// <summary>Words in letters of two scripts that look alike.</summary>
    public int Mixed { get; set; }

    /// <summary>Characters that nobody sees between letters: of no width, or turning the direction.</summary>
    public int Invisible { get; set; }

    /// <summary>Tag characters, the plane of letters that nobody sees.</summary>
    public int Tags { get; set; }

    /// <summary>Never throws; linear in the text.</summary>
    public static FoldedText Of(string text)
    {
        var plain = TextFolding.Plain(text);
        var folded = new FoldedText(plain.Length);
        new TextFolding(plain, folded).Run();
        return folded;
    }

    public ReadOnlySpan<char> Word(int i) => letters.AsSpan(blanks[i] + 1, blanks[i + 1] - blanks[i] - 1);

    /// <summary>The words from one to before another, with the blanks before and after.</summary>
    public ReadOnlySpan<char> Words(int from, int to) => letters.AsSpan(blanks[from], blanks[to] - blanks[from] + 1);

    /// <param name="word">Not empty; longer ones are cut.</param>
    public void Add(ReadOnlySpan<char> word)
    {
        word = word[..Math.Min(word.Length, LongestWord)];
        var start = blanks[Count] + 1;
        if (start + word.Length + 1 > letters.Length) Grow(ref letters, start);
        if (Count + 2 > blanks.Length) Grow(ref blanks, Count + 1);
        word.CopyTo(letters.AsSpan(start));
        letters[start + word.Length] = ' ';
        blanks[++Count] = start + word.Length;
    }

    private static void Grow<T>(ref T[] array, int used)
    {
        var larger = ArrayPool<T>.Shared.Rent(array.Length * 2 + LongestWord);
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }

    public void Dispose()
    {
        if (letters.Length == 0) return;
        ArrayPool<char>.Shared.Return(letters);
        ArrayPool<int>.Shared.Return(blanks);
        (letters, blanks, Count) = ([], [], 0);
    }
}
