using MimeKit;

namespace FunctionsAgent.Channels;

/// <summary>Mail that a machine sent, which a machine must not answer (RFC 3834 and what mail systems really send).</summary>
internal static class MachineMail
{
    private const int LongestChain = 50;

    private static readonly string[] NoReply = ["mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply"];
    private static readonly string[] ListHeaders = ["List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID"];
    private static readonly string[] AutoHeaders =
    [
        "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-MS-Exchange-Inbox-Rules-Loop", "X-Loop", "X-Mail-Autoreply", "X-FC-MachineGenerated",
    ];
    private static readonly string[] AutoSubjects =
    [
        "auto:", "automatic reply", "autoreply", "auto-reply", "auto reply", "out of office", "out of the office", "abwesenheitsnotiz", "automatische antwort",
        "réponse automatique", "respuesta automática", "risposta automatica", "resposta automática", "automatisch antwoord", "autosvar",
    ];

    /// <summary>Why this mail is no reason for a turn, or null for a person's.</summary>
    public static string? Reason(MimeMessage mail, IReadOnlySet<string> own)
    {
        if (mail.From.Mailboxes.Any(from => own.Contains(from.Address)))
            return "own-address";
        if (Header(mail, "Return-Path")?.Trim() == "<>" || IsDaemon(mail.From.Mailboxes.First().Address))
            return "bounce";
        if (mail.Body?.ContentType is { } type && type.IsMimeType("multipart", "report"))
            return "report";
        // "no" is what a careful program writes on a person's mail. Parameters may follow the keyword.
        if (Header(mail, "Auto-Submitted") is { } auto && !Keyword(auto).Equals("no", StringComparison.OrdinalIgnoreCase))
            return "auto-submitted";
        if (Header(mail, "Precedence") is { } precedence && Keyword(precedence).ToLowerInvariant() is ("bulk" or "list" or "junk" or "auto_reply"))
            return "bulk";
        if (ListHeaders.Any(name => Header(mail, name) is not null))
            return "list";
        if (AutoHeaders.Any(name => Header(mail, name) is { } value && !value.Trim().Equals("no", StringComparison.OrdinalIgnoreCase)))
            return "auto-reply";
        if (HasAutoSubject(mail) && (SuppressesAnswers(mail) || mail.InReplyTo is not null || mail.References.Count > 0))
            return "auto-reply";
        return mail.References.Count >= LongestChain ? "loop" : null;
    }

    private static bool IsDaemon(string address)
    {
        var local = address.Split('@')[0];
        return NoReply.Contains(local, StringComparer.OrdinalIgnoreCase) || local.StartsWith("bounce", StringComparison.OrdinalIgnoreCase);
    }

    // A weak sign: people write such subjects too. It counts together with another one.
    private static bool HasAutoSubject(MimeMessage mail) =>
        mail.Subject?.TrimStart() is { } subject && AutoSubjects.Any(start => subject.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    // Many offices set this on everything their people send: by itself it says nothing about who wrote.
    private static bool SuppressesAnswers(MimeMessage mail) => Header(mail, "X-Auto-Response-Suppress") is { } value
        && value.Split(',', StringSplitOptions.TrimEntries).Any(v => v.ToUpperInvariant() is ("ALL" or "AUTOREPLY" or "OOF" or "DR"));

    private static string Keyword(string value) => value.Split(';', '(')[0].Trim();

    private static string? Header(MimeMessage mail, string name) => mail.Headers[name] ?? mail.Body?.Headers[name];
}
