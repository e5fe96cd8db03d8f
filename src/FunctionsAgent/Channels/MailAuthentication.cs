using System.Globalization;
using MimeKit;
using MimeKit.Cryptography;

namespace FunctionsAgent.Channels;

/// <summary>
/// What our own mail gateway found out about a mail's sender: the topmost <c>Authentication-Results</c> (RFC 8601), if it bears the
/// gateway's name, and DMARC's word (RFC 7489) for the domain of <c>From</c> in it. What stands further down anybody may have written,
/// whatever name it bears.
/// </summary>
internal static class MailAuthentication
{
    /// <param name="authServ">The gateway's authserv-id; null: nobody's word counts.</param>
    public static bool Vouches(MimeMessage mail, string? authServ)
    {
        if (string.IsNullOrEmpty(authServ) || From(mail) is not { } from) return false;
        // Answers would go to somebody else, whom DMARC says nothing about.
        if (mail.ReplyTo.Count > 0 && !(mail.ReplyTo is [MailboxAddress reply] && string.Equals(reply.Address, from.Address, StringComparison.OrdinalIgnoreCase))) return false;
        if (mail.Headers.FirstOrDefault(header => header.Id == HeaderId.AuthenticationResults) is not { } top || !AuthenticationResults.TryParse(top.RawValue, out var results)) return false;
        // Version 1 is the only one there is (section 2.2).
        if (!string.Equals(results.AuthenticationServiceIdentifier, authServ, StringComparison.OrdinalIgnoreCase) || results.Version is not (null or 1)) return false;
        return results.Results.Where(result => Is(result.Method, "dmarc")).ToList() is [var dmarc] && Is(dmarc.Result, "pass") && dmarc.Version is (null or 1)
            && dmarc.Properties.Where(property => Is(property.PropertyType, "header") && Is(property.Property, "from")).ToList() is [var domain]
            && Ascii(domain.Value) is { } vouched && vouched == Ascii(from.Domain);
    }

    /// <summary>The one sender; of several, readers and checkers may each take another.</summary>
    private static MailboxAddress? From(MimeMessage mail) =>
        mail.Headers.Count(header => header.Id == HeaderId.From) == 1 && mail.From is [MailboxAddress from] ? from : null;

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);

    private static string? Ascii(string? domain)
    {
        try
        {
            return string.IsNullOrEmpty(domain) ? null : new IdnMapping().GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
