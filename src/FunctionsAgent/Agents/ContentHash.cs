using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Agents;

/// <summary>What makes two packages the same: path, length and bytes of every file, in the order of paths.</summary>
internal static class ContentHash
{
    /// <summary>64 hex digits.</summary>
    public static string Of(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, bytes) in files)
        {
            Append(hash, Encoding.UTF8.GetBytes(path));
            Append(hash, Normal(bytes.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The length before the bytes: no two lists of files run together into the same sequence.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    // A checkout on Windows has the same content. What holds a NUL is no text, and every byte of it counts.
    private static ReadOnlySpan<byte> Normal(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\r\n"u8) < 0 || bytes.Contains((byte)0)) return bytes;
        var normal = new byte[bytes.Length];
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] != '\r' || i + 1 == bytes.Length || bytes[i + 1] != '\n') normal[length++] = bytes[i];
        return normal.AsSpan(0, length);
    }
}
