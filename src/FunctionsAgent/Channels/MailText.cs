using MimeKit;
using MimeKit.Text;

namespace FunctionsAgent.Channels;

/// <summary>What a person wrote in a mail: the plain text, else the HTML as text, without what it quotes.</summary>
internal static class MailText
{
    private const int MaxCharacters = 2_000_000;

    /// <exception cref="FormatException">More text than a person writes.</exception>
    public static string Read(MimeMessage mail)
    {
        var plain = Parts(mail.Body, "plain").Select(Plain).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        if (plain is not null)
            return Own(plain);
        var html = Parts(mail.Body, "html").Select(part => Bounded(part.Text)).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        if (html is null)
            return "";
        var own = Own(HtmlText.Read(html, withQuotes: false));
        return own.Length > 0 ? own : Own(HtmlText.Read(html, withQuotes: true));
    }

    private static string Own(string text) => QuotedReply.Strip(text.Replace("\0", "", StringComparison.Ordinal));

    private static IEnumerable<TextPart> Parts(MimeEntity? entity, string subtype) => entity switch
    {
        TextPart part when !part.IsAttachment && part.ContentType.IsMimeType("text", subtype) => [part],
        Multipart multipart => multipart.SelectMany(child => Parts(child, subtype)),
        _ => [],
    };

    private static string Plain(TextPart part)
    {
        var text = Bounded(part.Text);
        if (!part.IsFlowed)
            return text;
        var deleteSpace = string.Equals(part.ContentType.Parameters["delsp"], "yes", StringComparison.OrdinalIgnoreCase);
        return new FlowedToText { DeleteSpace = deleteSpace }.Convert(text);
    }

    private static string Bounded(string text) => text.Length <= MaxCharacters
        ? text : throw new FormatException($"The text has {text.Length} characters; the limit is {MaxCharacters}.");
}
