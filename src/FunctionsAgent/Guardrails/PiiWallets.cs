using System.Buffers;
using System.Security.Cryptography;

namespace FunctionsAgent.Guardrails;

/// <summary>Bitcoin addresses: Base58Check with a double SHA-256, Bech32 (BIP 173) and Bech32m (BIP 350).</summary>
internal sealed class PiiWallets() : PiiRecognizer("crypto", "CRYPTO")
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static readonly SearchValues<char> First = SearchValues.Create("13bB");

    private static readonly uint[] Generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(First);
            if (next < 0) return;
            var (start, end) = (at + next, at + next + 1);
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
            if (PiiEdges.Whole(text, start, end, PiiEdge.Word) && IsAddress(text.AsSpan(start, end - start))) Add(finds, start, end - start);
            at = end;
        }
    }

    private static bool IsAddress(ReadOnlySpan<char> text) => text.Length switch
    {
        < 26 or > 90 => false,
        _ when text.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) => IsBech32(text),
        > 35 => false,
        _ => IsBase58(text),
    };

    private static bool IsBase58(ReadOnlySpan<char> text)
    {
        // 25 bytes: version, 20 of a hash, 4 of a checksum.
        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        foreach (var c in text)
        {
            var carry = Base58.IndexOf(c);
            if (carry < 0) return false;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }
            if (carry > 0) return false;
        }
        if (bytes[0] is not (0 or 5)) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }

    private static bool IsBech32(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z')) return false;
        // The human-readable part "bc", its high bits, a zero, its low bits.
        uint check = 1;
        foreach (var value in (ReadOnlySpan<byte>)[3, 3, 0, 2, 3]) check = Step(check, value);
        foreach (var c in text[3..])
        {
            var value = Bech32.IndexOf(char.ToLowerInvariant(c));
            if (value < 0) return false;
            check = Step(check, (uint)value);
        }
        return check is 1 or 0x2bc830a3;
    }

    private static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = ((check & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < Generators.Length; i++)
            if (((top >> i) & 1) == 1) check ^= Generators[i];
        return check;
    }
}
