using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>The part of a long answer that is at hand: what is being kept, a token that is not yet whole, and what came last.</summary>
/// <param name="data">At least <see cref="Size"/> bytes, lent by the caller.</param>
internal sealed class AnswerBuffer(byte[] data)
{
    /// <summary>What is kept at most, and as much of the stream beside it.</summary>
    public const int Size = 2 * KeptBytes.Most;

    private readonly Utf8Check utf8 = new();
    private LongText? passing;
    private int filled;
    private int read;

    public Memory<byte> Room => data.AsMemory(filled, Size - filled);

    /// <summary>So many bytes were written into <see cref="Room"/>.</summary>
    /// <exception cref="JsonException">They are no UTF-8, or no JSON.</exception>
    public void Filled(int count)
    {
        if (!utf8.Take(data.AsSpan(filled, count))) throw new JsonException("The answer is not UTF-8.");
        if (passing is null)
        {
            filled += count;
            return;
        }

        var end = passing.End(data.AsSpan(filled, count));
        if (end == -2) throw new JsonException();
        if (end < 0) return;
        passing = null;
        data.AsSpan(filled + end, count - end).CopyTo(data.AsSpan(filled));
        filled += count - end;
    }

    /// <summary>The data holds so many bytes of the answer already; a mark of the byte order is passed over.</summary>
    /// <exception cref="JsonException">They are no UTF-8.</exception>
    public void Begin(int count)
    {
        if (data.AsSpan(0, count).StartsWith("\uFEFF"u8)) read = 3;
        Filled(count);
    }

    /// <summary>Lets the projection read on, and makes room. False: what it would keep is too large.</summary>
    /// <exception cref="JsonException">No JSON.</exception>
    public bool Advance(StreamProjection projection, bool final)
    {
        if (final && !utf8.Complete) throw new JsonException("The answer is not UTF-8.");
        read = projection.Read(data.AsSpan(0, filled), read, final);
        if (projection.TooLarge || final) return !projection.TooLarge;
        Drop(projection);
        if (filled < Size) return true;
        if (projection.KeptFrom is not null || projection.KeepsNext) return false;
        Pass();
        return true;
    }

    private void Drop(StreamProjection projection)
    {
        var from = Math.Min(read, projection.KeptFrom ?? read);
        data.AsSpan(from, filled - from).CopyTo(data);
        (filled, read) = (filled - from, read - from);
        projection.Moved(from);
    }

    // A string that nobody wants and that fills the buffer: its beginning stands for it, as no path has a name of that length.
    private void Pass()
    {
        var start = data.AsSpan(read, filled - read).IndexOfAnyExcept(" \t\r\n,"u8);
        var text = start < 0 ? [] : data.AsSpan(read + start, filled - read - start);
        if (text.Length <= LongText.Head || text[0] != '"') throw new JsonException();
        passing = new LongText();
        // Whole, and something else is endless: the spaces behind it.
        if (passing.End(text[1..]) != -1) throw new JsonException();
        filled = read + start + LongText.Cut(text);
    }
}
