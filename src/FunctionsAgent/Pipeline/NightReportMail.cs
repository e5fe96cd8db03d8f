using System.Globalization;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using MimeKit;

namespace FunctionsAgent.Pipeline;

/// <summary>A recipient of mail: the text to read, the page as an attachment. SMTP dedupes nothing.</summary>
internal sealed class NightReportMail(SmtpOutbound smtp, string address, TimeProvider time) : INightReportRecipient
{
    public string Kind => "mail";

    public string Key { get; } = Hashing.Id($"mail\n{address.ToLowerInvariant()}");

    public bool Dedupes => false;

    public Task<Delivery> SendAsync(NightReportMessage message, string id, CancellationToken ct) => smtp.SendAsync(from => Compose(message, id, from), ct);

    private MimeMessage Compose(NightReportMessage message, string id, MailboxAddress from)
    {
        var body = new BodyBuilder { TextBody = message.Text };
        var page = new TextPart("html")
        {
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = string.Create(CultureInfo.InvariantCulture, $"{message.Agent}-{message.AsOf.UtcDateTime:yyyy-MM-dd}.html") },
        };
        page.SetText("utf-8", message.Html);
        body.Attachments.Add(page);
        var mail = new MimeMessage { MessageId = $"{id}@{from.Domain}", Date = time.GetUtcNow(), Subject = message.Subject, Body = body.ToMessageBody() };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(null, address));
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }
}
