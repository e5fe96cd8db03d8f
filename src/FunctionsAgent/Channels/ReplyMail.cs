using System.Text.Json.Nodes;
using MimeKit;
using MimeKit.Text;
using MimeKit.Utils;

namespace FunctionsAgent.Channels;

/// <summary>The mail that carries a reply: threaded for every mail program, marked so that no other robot answers it.</summary>
internal static class ReplyMail
{
    private const int MaxReferences = 20;
    private static readonly string[] Prefixes = ["re:", "aw:", "sv:", "antw:"];

    /// <summary>Null when there is nobody to answer to.</summary>
    public static MimeMessage? Compose(Outbound message, MailboxAddress from, DateTimeOffset now)
    {
        if (!MailboxAddress.TryParse(Text(message.ReplyRoute["to"]), out var to))
            return null;
        var answered = Id(Text(message.ReplyRoute["messageId"]));
        var mail = new MimeMessage
        {
            MessageId = MessageId(message, from),
            Date = now,
            Subject = Subject(Text(message.ReplyRoute["subject"])),
            InReplyTo = answered,
            Body = new MultipartAlternative(Part(TextFormat.Plain, MailBody.Plain(message.Text)), Part(TextFormat.Html, MailBody.Html(message.Text))),
        };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(null, to.Address));
        mail.References.AddRange(References(message.ReplyRoute["references"] as JsonArray, answered, mail.MessageId));
        // On answers to people too: it is what stops the robot at the other end.
        mail.Headers.Add("Auto-Submitted", answered is null ? "auto-generated" : "auto-replied");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }

    /// <summary>Without brackets; the same for every attempt.</summary>
    internal static string MessageId(Outbound message, MailboxAddress from) => $"{message.SendKey}@{from.Domain}";

    /// <summary>One <c>Re: </c> before the subject as it was: Gmail splits the thread when the base changes.</summary>
    internal static string Subject(string original)
    {
        var subject = string.Concat(original.Where(c => !char.IsControl(c))).Trim();
        while (Prefixes.FirstOrDefault(p => subject.StartsWith(p, StringComparison.OrdinalIgnoreCase)) is { } prefix)
            subject = subject[prefix.Length..].TrimStart();
        return "Re: " + (subject.Length > 0 ? subject : "your message");
    }

    // Our own id last: it survives servers that replace the Message-ID. Over the cap, the root and the newest stay.
    private static IEnumerable<string> References(JsonArray? earlier, string? answered, string own)
    {
        var all = (earlier ?? []).Select(r => Id(Text(r))).Append(answered).Append(own).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return all.Count <= MaxReferences ? all : all.Take(1).Concat(all.TakeLast(MaxReferences - 1));
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText("utf-8", text);
        return part;
    }

    // Ids came in a stranger's mail and go out in our headers: no brackets, spaces or line breaks of theirs.
    private static string? Id(string text) =>
        text.Length is > 0 and <= 998 && text.All(c => c is > ' ' and < (char)127 and not ('<' or '>')) && MimeUtils.EnumerateReferences($"<{text}>").FirstOrDefault() == text
            ? text : null;

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
