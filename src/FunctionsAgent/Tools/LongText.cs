using System.Buffers;

namespace FunctionsAgent.Tools;

/// <summary>Passes over the rest of a JSON string that is too long to be held whole.</summary>
internal sealed class LongText
{
    /// <summary>Bytes of it that are still read, its quotation mark included.</summary>
    public const int Head = 1024;

    private static readonly SearchValues<byte> Marks = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private bool escaped;
    private int digits;

    /// <summary>Neither inside an escape nor before one's end.</summary>
    private bool Plain => !escaped && digits == 0;

    /// <summary>Where in a string that begins with its quotation mark it may be cut, at most <see cref="Head"/> bytes from its start.</summary>
    public static int Cut(ReadOnlySpan<byte> text)
    {
        var state = new LongText();
        var safe = 1;
        for (var n = 1; n < Head; n++)
        {
            if (state.Plain && (text[n] & 0xC0) != 0x80) safe = n;
            state.End(text.Slice(n, 1));
        }

        return safe;
    }

    /// <summary>Where the string ends: the place of its quotation mark; −1 where it goes on, −2 where it is no JSON.</summary>
    public int End(ReadOnlySpan<byte> text)
    {
        for (var n = 0; n < text.Length; n++)
        {
            if (Plain)
            {
                var next = text[n..].IndexOfAny(Marks);
                if (next < 0) return -1;
                n += next;
                if (text[n] == '"') return n;
                if (text[n] != '\\') return -2;
                escaped = true;
            }
            else if (escaped)
            {
                if (!"\"\\/bfnrtu"u8.Contains(text[n])) return -2;
                (escaped, digits) = (false, text[n] == 'u' ? 4 : 0);
            }
            else if (!char.IsAsciiHexDigit((char)text[n])) return -2;
            else digits--;
        }

        return -1;
    }
}
