namespace FunctionsAgent.Knowledge;

/// <summary>A text as the set of its runs of three words, hashed; two texts are as alike as their sets (Jaccard: common by all).</summary>
/// <param name="Hashes">Ascending, each once.</param>
internal sealed record ShingleSet(ulong[] Hashes)
{
    /// <summary>Broder's w-shingling with w = 3 words.</summary>
    public const int Words = 3;

    /// <summary>Rows of a band × bands of the signature: a pair of 0.8 shares a band with 99.9 %, one of 0.5 with 74 %.</summary>
    private const int Rows = 3, Bands = 10;

    private const ulong Prime = 1099511628211UL, Offset = 14695981039346656037UL;

    public static ShingleSet Of(Article article) => Of(article.Sections.Select(section => section.Text));

    public static ShingleSet Of(string text) => Of([text]);

    private static ShingleSet Of(IEnumerable<string> parts)
    {
        var hashes = new List<ulong>(128);
        Span<ulong> last = [0, 0, 0];
        var count = 0;
        foreach (var part in parts) Add(part, hashes, last, ref count);
        hashes.Sort();
        var kept = new List<ulong>(hashes.Count);
        foreach (var hash in hashes)
            if (kept.Count == 0 || kept[^1] != hash) kept.Add(hash);
        return new([.. kept]);
    }

    public double Jaccard(ShingleSet other)
    {
        var (i, j, common) = (0, 0, 0);
        while (i < Hashes.Length && j < other.Hashes.Length)
        {
            var (one, two) = (Hashes[i], other.Hashes[j]);
            if (one == two) common++;
            if (one <= two) i++;
            if (two <= one) j++;
        }

        var all = Hashes.Length + other.Hashes.Length - common;
        return all == 0 ? 0 : (double)common / all;
    }

    /// <summary>The bands of the MinHash signature: alike texts share one of them almost certainly.</summary>
    public IEnumerable<ulong> Signature()
    {
        for (var band = 0; band < Bands; band++)
        {
            var key = (ulong)band + 1;
            for (var row = 0; row < Rows; row++) key = Mix(key ^ Least((ulong)((band * Rows) + row + 1) * 0x9E3779B97F4A7C15UL));
            yield return key;
        }
    }

    private ulong Least(ulong seed)
    {
        var least = ulong.MaxValue;
        foreach (var hash in Hashes) least = Math.Min(least, Mix(hash ^ seed));
        return least;
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93UL;
        return x ^ (x >> 32);
    }

    private static void Add(string text, List<ulong> hashes, Span<ulong> last, ref int count)
    {
        var word = Offset;
        var letters = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                word = (word ^ char.ToLowerInvariant(text[i])) * Prime;
                letters++;
                continue;
            }

            if (letters == 0) continue;
            (last[0], last[1], last[2]) = (last[1], last[2], word);
            if (++count >= Words) hashes.Add(Mix(Mix(Mix(last[0]) + last[1]) + last[2]));
            (word, letters) = (Offset, 0);
        }
    }
}
