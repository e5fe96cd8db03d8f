namespace FunctionsAgent.Knowledge;

/// <summary>Pairs of claims that may be about the same: those that share two of their rarest terms. Never each with each.</summary>
internal sealed class ClaimCandidates(ClaimReader read)
{
    /// <summary>Of so many rare terms of a claim each pair is a key.</summary>
    private const int Rarest = 5;

    /// <summary>Two terms that so many claims share say nothing; the same claims share rarer ones where they are about the same.</summary>
    private const int MaxBucket = 80;

    /// <summary>Keys held at a time: 128 MB.</summary>
    private const int MaxKeys = 8_000_000;

    private readonly int[] rare = new int[Rarest];

    /// <summary>The smaller index first. A pair may come more than once.</summary>
    public IEnumerable<(int One, int Other)> Pairs()
    {
        const int most = Rarest * (Rarest - 1) / 2;
        var passes = (ulong)(((long)read.Claims.Count * most / MaxKeys) + 1);
        var keys = new List<(ulong Key, int Claim)>();
        for (var pass = 0UL; pass < passes; pass++)
        {
            keys.Clear();
            for (var i = 0; i < read.Claims.Count; i++)
                foreach (var key in Keys(read.Claims[i]))
                    if ((key * 0x9E3779B97F4A7C15UL >> 40) % passes == pass) keys.Add((key, i));
            keys.Sort();
            for (var from = 0; from < keys.Count;)
            {
                var to = from + 1;
                while (to < keys.Count && keys[to].Key == keys[from].Key) to++;
                if (to - from <= MaxBucket)
                    for (var j = from + 1; j < to; j++)
                        for (var i = from; i < j; i++) yield return (keys[i].Claim, keys[j].Claim);
                from = to;
            }
        }
    }

    private List<ulong> Keys(Claim claim)
    {
        var count = 0;
        foreach (var term in claim.Subject) Insert(term, ref count);
        foreach (var term in read.Articles[claim.Article].Title)
            if (!ClaimSets.Has(claim.Subject, term)) Insert(term, ref count);
        var keys = new List<ulong>(Rarest * 2);
        Array.Sort(rare, 0, count);
        for (var j = 1; j < count; j++)
            for (var i = 0; i < j; i++) keys.Add(((ulong)rare[i] << 32) | (uint)rare[j]);
        if (count == 1) keys.Add((ulong)rare[0] << 32);
        return keys;
    }

    /// <summary>Keeps the rarest, the rarest first; of equally rare ones the smaller number.</summary>
    private void Insert(int term, ref int count)
    {
        if (read.Terms.Claims(term) < 2) return;
        var at = count;
        while (at > 0 && IsRarer(term, rare[at - 1])) at--;
        if (at == Rarest) return;
        for (var i = Math.Min(count, Rarest - 1); i > at; i--) rare[i] = rare[i - 1];
        rare[at] = term;
        if (count < Rarest) count++;
    }

    private bool IsRarer(int one, int other) =>
        (read.Terms.Claims(one), one).CompareTo((read.Terms.Claims(other), other)) < 0;
}
