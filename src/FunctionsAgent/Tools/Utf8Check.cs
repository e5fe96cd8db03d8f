using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FunctionsAgent.Tools;

/// <summary>Whether bytes that come in pieces are UTF-8; a character may be cut between two.</summary>
internal sealed class Utf8Check
{
    private const int LongestCharacter = 4;
    private readonly byte[] begun = new byte[LongestCharacter];
    private int count;

    /// <summary>No character is left half.</summary>
    public bool Complete => count == 0;

    /// <summary>False: no text whatever follows.</summary>
    public bool Take(ReadOnlySpan<byte> piece)
    {
        while (count > 0 && !piece.IsEmpty)
        {
            begun[count++] = piece[0];
            piece = piece[1..];
            var status = Rune.DecodeFromUtf8(begun.AsSpan(0, count), out _, out _);
            if (status == OperationStatus.InvalidData) return false;
            if (status == OperationStatus.Done) count = 0;
        }

        var tail = Tail(piece);
        if (tail > 0)
        {
            piece[^tail..].CopyTo(begun);
            count = tail;
        }

        return Utf8.IsValid(piece[..^tail]);
    }

    /// <summary>Bytes at the end that begin a character.</summary>
    private static int Tail(ReadOnlySpan<byte> piece)
    {
        for (var back = 1; back < LongestCharacter && back <= piece.Length; back++)
        {
            if ((piece[^back] & 0xC0) == 0x80) continue;
            return Rune.DecodeFromUtf8(piece[^back..], out _, out _) == OperationStatus.NeedMoreData ? back : 0;
        }

        return 0;
    }
}
