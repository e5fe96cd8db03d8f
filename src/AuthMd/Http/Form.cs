using System.Text;
using System.Text.Unicode;

namespace AuthMd.Http;

/// <summary>Parameters of a form body (WHATWG URL, <c>application/x-www-form-urlencoded</c>), without its leniency: each name once, every escape whole, UTF-8.</summary>
internal static class Form
{
    private const int MaximumParameters = 32;

    /// <exception cref="RefusalException"><c>invalid_request</c>.</exception>
    public static IReadOnlyDictionary<string, string> Parse(ReadOnlySpan<byte> body)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty) continue;
            if (++count > MaximumParameters) throw RefusalException.InvalidRequest($"The body has more than {MaximumParameters} parameters.");
            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            if (!parameters.TryAdd(name, equals < 0 ? "" : Decode(pair[(equals + 1)..]))) throw RefusalException.InvalidRequest("A parameter occurs twice.");
        }
        return parameters.Where(parameter => parameter.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var n = 0; n < text.Length; n++)
        {
            if (text[n] != '%')
            {
                bytes[length++] = text[n] == '+' ? (byte)' ' : text[n];
                continue;
            }
            if (n + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[n + 1]) || !char.IsAsciiHexDigit((char)text[n + 2]))
                throw RefusalException.InvalidRequest("The body has a percent sign without two hexadecimal digits.");
            bytes[length++] = (byte)(Value(text[n + 1]) << 4 | Value(text[n + 2]));
            n += 2;
        }
        return Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : throw RefusalException.InvalidRequest("The body is not UTF-8.");
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
