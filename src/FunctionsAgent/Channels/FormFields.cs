using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>application/x-www-form-urlencoded</c> as it came: order and repeated names kept, which signatures need and which
/// a collection that joins values with commas loses.
/// </summary>
public sealed class FormFields
{
    private readonly List<KeyValuePair<string, string>> _fields;

    private FormFields(List<KeyValuePair<string, string>> fields) => _fields = fields;

    public IReadOnlyList<KeyValuePair<string, string>> All => _fields;

    /// <summary>The first value of a name, or the empty string.</summary>
    public string this[string name] => _fields.FirstOrDefault(f => f.Key == name).Value ?? "";

    public static FormFields Parse(ReadOnlySpan<byte> body)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf((byte)'=');
            fields.Add(new(Decode(equals < 0 ? pair : pair[..equals]), equals < 0 ? "" : Decode(pair[(equals + 1)..])));
        }

        return new FormFields(fields);
    }

    /// <summary>The query of a URL, as form fields.</summary>
    public static FormFields Query(string url)
    {
        var start = url.IndexOf('?', StringComparison.Ordinal);
        var query = start < 0 ? "" : url[(start + 1)..].Split('#')[0];
        return Parse(Encoding.UTF8.GetBytes(query));
    }

    private static string Decode(ReadOnlySpan<byte> encoded)
    {
        var bytes = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && Hex(encoded[i + 1]) is var high and >= 0 && Hex(encoded[i + 2]) is var low and >= 0)
            {
                bytes[length++] = (byte)((high << 4) | low);
                i += 2;
                continue;
            }

            bytes[length++] = encoded[i] == '+' ? (byte)' ' : encoded[i];
        }

        return Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    private static int Hex(byte digit) => char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32(((char)digit).ToString(), 16) : -1;
}
