namespace FunctionsAgent.Reasoning;

/// <summary>The hash of n-grams: FNV-1a over UTF-16 units, mixed at the end. Stored models were made of it: whoever changes it counts their versions on.</summary>
internal static class GramHash
{
    private const uint Prime = 16777619;

    /// <param name="family">Equal letters of different families are different n-grams.</param>
    public static uint Seed(uint family) => 2166136261 ^ (family * 0x9E3779B9);

    public static uint Add(uint hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text) hash = Add(hash, c);
        return hash;
    }

    public static uint Add(uint hash, char c) => (hash ^ c) * Prime;

    // FNV alone leaves short texts close together.
    public static uint Final(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
