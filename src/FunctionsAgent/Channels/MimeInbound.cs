using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>POST /channels/email/mime</c>: a whole mail (RFC 5322) as <c>message/rfc822</c>, under a bearer token. Whoever posts it
/// vouches for nothing in it: a <c>From</c> header proves no sender, a <c>References</c> header no participant. Only a gateway that is
/// named by <c>Channels__Mime__AuthServ</c> does, by what it writes on top of each mail (<see cref="MailAuthentication"/>).
/// </summary>
/// <param name="ownAddresses">Addresses of our agents: what comes from one is a loop, what goes to one names the route.</param>
public sealed class MimeInbound(ChannelOptions options, string defaultAgent, IReadOnlyCollection<string>? ownAddresses = null) : IInbound
{
    public const string Channel = "email";

    /// <summary>Bytes of the whole mail.</summary>
    public const int MaxBody = 30_000_000;

    private readonly HashSet<string> _own = new([.. ownAddresses ?? [], .. OwnSender(options.Smtp.From)], StringComparer.OrdinalIgnoreCase);

    private string Agent => options.Mime.Agent ?? defaultAgent;

    public Accepted Accept(RawRequest request)
    {
        if (string.IsNullOrEmpty(options.Mime.BearerToken))
            return new Accepted.Rejected(503, "channel-not-configured", "Setting Channels__Mime__BearerToken is missing.");
        if (request.Body.Length > MaxBody)
            return new Accepted.Rejected(413, "too-large", $"The mail has {request.Body.Length} bytes; the limit is {MaxBody}.");
        if (!IsAuthorized(request))
            return new Accepted.Rejected(401, "bad-token", "A bearer token is needed.");
        var type = request.Headers.GetValueOrDefault("Content-Type", "message/rfc822");
        if (!type.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase))
            return new Accepted.Rejected(415, "unsupported-media-type", "The body is one mail, message/rfc822.");
        try
        {
            return Read(MailReader.Parse(request.Body), request.Body);
        }
        catch (FormatException e)
        {
            return new Accepted.Poison("malformed-mail", e.Message, Agent);
        }
    }

    private Accepted Read(MimeMessage mail, ReadOnlyMemory<byte> raw)
    {
        if (mail.From.Mailboxes.FirstOrDefault() is not { } from)
            return new Accepted.Poison("malformed-mail", "No sender: the From header is missing or holds no address.", Agent);
        if (MachineMail.Reason(mail, _own) is { } machine)
            return new Accepted.Ignored(machine);
        // People do put the whole question into the subject.
        var text = MailText.Read(mail) is { Length: > 0 } body ? body : (mail.Subject ?? "").Trim();
        if (text.Length == 0)
            return new Accepted.Poison("no-text", "Neither subject nor body has any text.", Agent);
        var id = mail.MessageId is { Length: > 0 and <= 998 } given ? given : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(raw.Span));
        var replyTo = mail.ReplyTo.Mailboxes.FirstOrDefault(m => !_own.Contains(m.Address)) ?? from;
        var replyRoute = new JsonObject
        {
            ["to"] = replyTo.Address,
            ["subject"] = mail.Subject ?? "",
            ["messageId"] = mail.MessageId,
            ["references"] = new JsonArray([.. mail.References.Select(r => (JsonNode?)r)]),
        };
        return new Accepted.Message(new InboundMessage(
            Agent, Channel, Recipient(mail), id, id, id, text, MailAuthentication.Vouches(mail, options.Mime.AuthServ) ? "channel" : "none", from.Address, ReplyRoute: replyRoute,
            ThreadHints: [.. Hints(mail).Distinct(StringComparer.Ordinal)], Original: raw,
            SentAt: mail.Headers.Contains(HeaderId.Date) && mail.Date != default ? mail.Date : null));
    }

    private static IEnumerable<string> Hints(MimeMessage mail)
    {
        if (!string.IsNullOrEmpty(mail.InReplyTo))
            yield return mail.InReplyTo;
        for (var i = mail.References.Count - 1; i >= 0; i--)
            yield return mail.References[i];
    }

    private string Recipient(MimeMessage mail)
    {
        var all = mail.To.Mailboxes.Concat(mail.Cc.Mailboxes).Select(m => m.Address.ToLowerInvariant()).ToList();
        return all.FirstOrDefault(_own.Contains) ?? all.FirstOrDefault() ?? "";
    }

    private bool IsAuthorized(RawRequest request)
    {
        var header = request.Headers.GetValueOrDefault("Authorization", "");
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return false;
        var given = Hash(header[7..].Trim());
        var matches = CryptographicOperations.FixedTimeEquals(given, Hash(options.Mime.BearerToken!));
        return matches | (options.Mime.BearerTokenPrevious is { Length: > 0 } previous && CryptographicOperations.FixedTimeEquals(given, Hash(previous)));
    }

    // Equal lengths, so that the comparison does not tell the token's.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string[] OwnSender(string? from) => MailboxAddress.TryParse(from ?? "", out var mailbox) ? [mailbox.Address] : [];
}
