using System.Text;
using MimeKit;

namespace FunctionsAgent.Channels;

/// <summary>A mail out of its bytes, within limits: 256 kB of headers, 200 parts, 20 levels, 2 million characters of text.</summary>
internal static class MailReader
{
    private const int MaxHeaders = 256 * 1024, MaxParts = 200, MaxDepth = 20;

    static MailReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="FormatException">Not a mail, or over a limit; the message says which and by how much.</exception>
    public static MimeMessage Parse(ReadOnlyMemory<byte> raw)
    {
        var headers = HeaderLength(raw.Span);
        if (headers > MaxHeaders)
            throw new FormatException($"The headers have {headers} bytes; the limit is {MaxHeaders}.");
        var parser = ParserOptions.Default.Clone();
        // One more than allowed, so that a mail over the limit is seen rather than flattened.
        parser.MaxMimeDepth = MaxDepth + 1;
        using var stream = new MemoryStream(raw.ToArray(), writable: false);
        var mail = MimeMessage.Load(parser, stream);
        if (mail.Headers.Count == 0)
            throw new FormatException("The body does not begin with the headers of a mail.");
        var parts = 0;
        Count(mail.Body, 1, ref parts);
        return mail;
    }

    private static void Count(MimeEntity? entity, int depth, ref int parts)
    {
        if (depth > MaxDepth)
            throw new FormatException($"Parts are nested deeper than {MaxDepth} levels.");
        if (++parts > MaxParts)
            throw new FormatException($"The mail has more than {MaxParts} parts.");
        if (entity is MessagePart { Message: { } inner })
            Count(inner.Body, depth + 1, ref parts);
        if (entity is not Multipart multipart)
            return;
        foreach (var child in multipart)
            Count(child, depth + 1, ref parts);
    }

    private static int HeaderLength(ReadOnlySpan<byte> raw)
    {
        var crlf = raw.IndexOf("\r\n\r\n"u8);
        var lf = raw.IndexOf("\n\n"u8);
        return crlf < 0 ? (lf < 0 ? raw.Length : lf) : lf < 0 ? crlf : Math.Min(crlf, lf);
    }
}
