using System.Buffers;
using System.Text;

namespace FunctionsAgent.Guardrails;

/// <summary>Runs of base64 (RFC 4648, both alphabets) and of hexadecimal bytes that decode to words.</summary>
internal static class EncodedText
{
    /// <summary>Shorter runs hide no instruction.</summary>
    private const int ShortestBase64 = 20, FewestBytes = 12;

    /// <summary>Share of letters and blanks that makes bytes words: keys, hashes and pictures have fewer.</summary>
    private const double MostlyWords = 0.85;

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    public static IEnumerable<(string Rule, string Text)> In(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text.AsSpan(from).IndexOfAny(Base64);
            if (at < 0) break;
            from += at;
            var length = text.AsSpan(from).IndexOfAnyExcept(Base64) is >= 0 and var end ? end : text.Length - from;
            if (length >= ShortestBase64 && FromBase64(text.AsSpan(from, length)) is { } words) yield return ("base64", words);
            from += length;
        }
        for (var i = 0; i + 2 * FewestBytes <= text.Length;)
        {
            var (end, bytes) = Pairs(text, i);
            if (bytes >= FewestBytes && FromPairs(text.AsSpan(i, end - i), bytes) is { } words) yield return ("hexadecimal", words);
            i = Math.Max(end, i + 1);
        }
    }

    private static string? FromBase64(ReadOnlySpan<char> run)
    {
        // What stands before or after the run without a blank may have shifted it; that is rare enough to be left.
        var length = run.Length / 4 * 4 + (run.Length % 4 is 0 or 1 ? 0 : 4);
        var (characters, bytes) = (ArrayPool<char>.Shared.Rent(length), ArrayPool<byte>.Shared.Rent(length));
        try
        {
            var padded = characters.AsSpan(0, length);
            padded.Fill('=');
            run[..Math.Min(run.Length, length)].CopyTo(padded);
            padded.Replace('-', '+');
            padded.Replace('_', '/');
            return Convert.TryFromBase64Chars(padded, bytes, out var written) ? Words(bytes.AsSpan(0, written)) : null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Pairs of hexadecimal digits, joined or with a blank, a comma, a colon, \x or 0x between.</summary>
    private static (int End, int Bytes) Pairs(string text, int from)
    {
        var (i, bytes) = (from, 0);
        while (true)
        {
            var at = bytes == 0 ? i : i + Between(text, i);
            if (at + 1 >= text.Length || !char.IsAsciiHexDigit(text[at]) || !char.IsAsciiHexDigit(text[at + 1])) return (i, bytes);
            (i, bytes) = (at + 2, bytes + 1);
        }
    }

    private static int Between(string text, int i)
    {
        if (i >= text.Length) return 0;
        if (text[i] is ' ' or ',' or ':') return 1 + (i + 1 < text.Length && text[i] == ',' && text[i + 1] == ' ' ? 1 : 0);
        return i + 1 < text.Length && text[i + 1] is 'x' && text[i] is '\\' or '0' ? 2 : 0;
    }

    private static string? FromPairs(ReadOnlySpan<char> run, int count)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            var written = 0;
            for (var i = 0; i + 1 < run.Length && written < count;)
                if (!char.IsAsciiHexDigit(run[i]) || run[i] == '0' && run[i + 1] == 'x') i += run[i] is '\\' or '0' ? 2 : 1;
                else (bytes[written++], i) = ((byte)(Digit(run[i]) * 16 + Digit(run[i + 1])), i + 2);
            return Words(bytes.AsSpan(0, written));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    private static string? Words(ReadOnlySpan<byte> bytes)
    {
        var words = 0;
        foreach (var value in bytes) words += value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)' ' or >= 0xC2 ? 1 : 0;
        return words >= MostlyWords * bytes.Length ? Encoding.UTF8.GetString(bytes) : null;
    }
}
