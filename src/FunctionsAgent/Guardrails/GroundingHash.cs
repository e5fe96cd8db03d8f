using System.Text;

namespace FunctionsAgent.Guardrails;

/// <summary>Words and values as 64 bits: what is compared is never kept.</summary>
internal static class GroundingHash
{
    private const ulong Begin = 14_695_981_039_346_656_037, Prime = 1_099_511_628_211;

    /// <summary>Letters and digits in lower case without accents; apostrophes and what cannot be seen are passed over.</summary>
    public static ulong Word(ReadOnlySpan<char> text)
    {
        var hash = Begin;
        foreach (var c in text)
        {
            if (GroundingChars.IsUnseen(c) || GroundingChars.IsApostrophe(c)) continue;
            hash = (hash ^ GroundingChars.Fold(c)) * Prime;
            // Eszett is two letters.
            if (c == 'ß') hash = (hash ^ 's') * Prime;
        }
        return hash;
    }

    public static ulong Exact(ReadOnlySpan<char> text)
    {
        var hash = Begin;
        foreach (var c in text) hash = (hash ^ char.ToLowerInvariant(c)) * Prime;
        return hash;
    }

    /// <summary>Letters and digits alone: #W-1001 is w1001.</summary>
    public static ulong Id(ReadOnlySpan<char> text)
    {
        var hash = Begin;
        foreach (var c in text)
            if (char.IsLetterOrDigit(c)) hash = (hash ^ char.ToLowerInvariant(c)) * Prime;
        return hash;
    }

    public static ulong Mix(ulong one, ulong other)
    {
        var mixed = (one * 0x9E3779B97F4A7C15) ^ (other + 0x7F4A7C159E3779B9 + (one << 6) + (one >> 2));
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
        return mixed ^ (mixed >> 32);
    }

    public static ulong Of(char kind, double value) => Mix(kind, BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value));

    public static ulong Of(char kind, ulong value) => Mix(kind, value);
}
