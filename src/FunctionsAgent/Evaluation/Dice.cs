namespace FunctionsAgent.Evaluation;

/// <summary>Random numbers that are the same on every machine and in every version of .NET: SplitMix64 (Steele, Lea, Flood 2014).</summary>
public sealed class Dice
{
    private ulong state;

    internal Dice(ulong state) => this.state = state;

    /// <summary>The dice of one story of a plan: it needs no other story's.</summary>
    public static Dice Of(long seed, long story)
    {
        var mixed = new Dice((ulong)seed).Next();
        return new(new Dice(mixed + (ulong)story).Next());
    }

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T One<T>(IReadOnlyList<T> of) => of[Between(0, of.Count - 1)];

    /// <summary>The index of a weight, each as likely as it is large.</summary>
    public int Weighted(IReadOnlyList<int> weights)
    {
        var left = Between(0, weights.Sum() - 1);
        for (var i = 0; ; i++)
            if ((left -= weights[i]) < 0) return i;
    }

    internal ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
