using System.Globalization;
using System.Net;
using System.Net.Mail;

namespace FunctionsAgent.Storage;

/// <summary>What a setting's value may be.</summary>
/// <param name="Takes">For people, behind "it takes".</param>
/// <param name="Accepts">Asked about values that are not blank, without the blanks around them.</param>
/// <param name="Secret">Never shown.</param>
public sealed record SettingForm(string Takes, Func<string, bool> Accepts, bool Secret = false)
{
    /// <summary>For a peer whose token or key travels with the request: in the clear on this machine only.</summary>
    public static SettingForm Address { get; } = new("an absolute https address (http on this machine only)", text =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)));

    /// <summary>Of a model: a peer that gets a key, or a file or folder of this machine.</summary>
    public static SettingForm ModelAddress { get; } = new("an absolute https address (http on this machine only); scripted and replay: a path", text =>
        Address.Accepts(text) || !text.Contains("://", StringComparison.Ordinal));

    public static SettingForm ApiVersion { get; } = new("a date like 2024-10-21, also with -preview", text =>
        text.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && text[10..] is "" or "-preview");

    public static SettingForm Amount { get; } = new("an amount like 0.4, with a point", text =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 1_000_000);

    /// <summary>Of the company's own systems, which may lie in a network of their own.</summary>
    public static SettingForm BaseAddress { get; } = new("an absolute http or https address", text =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http");

    public static SettingForm HostName { get; } = new("a host name like example.servicebus.windows.net, without sb://", text => Uri.CheckHostName(text) != UriHostNameType.Unknown);

    public static SettingForm ConnectionString { get; } = new("a connection string: Name=Value, separated by semicolons", text =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } parts && parts.All(part => part.IndexOf('=', StringComparison.Ordinal) > 0), Secret: true);

    public static SettingForm Text { get; } = new("text", _ => true);

    public static SettingForm Token { get; } = new("a secret of at least 16 characters", text => text.Length >= 16, Secret: true);

    /// <summary>Of a service that chose it: its form is not ours to judge.</summary>
    public static SettingForm Password { get; } = new("a secret", _ => true, Secret: true);

    public static SettingForm WebhookSecret { get; } = new("whsec_ and base64 of 24 to 64 bytes (Standard Webhooks 1.0)", text =>
    {
        var encoded = text.StartsWith("whsec_", StringComparison.Ordinal) ? text[6..] : text;
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var written) && written is >= 24 and <= 64;
    }, Secret: true);

    public static SettingForm Mailbox { get; } = new("a mail address", text => MailAddress.TryCreate(text, out _));

    /// <summary>Of people, who need not be named where a mistake is reported. Bare: what a header gives a meaning to is none of an address.</summary>
    public static SettingForm Mailboxes { get; } = new($"mail addresses like lead@shop.example, separated by commas, at most {MostMailboxes}", text =>
        Addresses(text).ToList() is { Count: > 0 and <= MostMailboxes } all && all.Count == text.Count(c => c == ',') + 1 && all.All(IsAddress), Secret: true);

    internal static IEnumerable<string> Addresses(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static SettingForm Phone { get; } = new("a phone number like +12025550123 (E.164)", text => text is ['+', >= '1' and <= '9', ..] && text.Length is >= 8 and <= 16 && text[1..].All(char.IsAsciiDigit));

    public static SettingForm AccountSid { get; } = new("AC and 32 hex digits", text => text.Length == 34 && text.StartsWith("AC", StringComparison.Ordinal) && text[2..].All(char.IsAsciiHexDigit));

    public static SettingForm AgentName { get; } = new("an agent's name: lower-case letters, digits and -", text => text.Length <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    /// <summary>What is wrong with one, whoever reads the packages tells better.</summary>
    public static SettingForm Folder { get; } = new("a folder of agent packages", _ => true);

    public static SettingForm Origins { get; } = new("origins like https://shop.example, separated by blanks", text =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(one => Uri.TryCreate(one, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority).Equals(one, StringComparison.OrdinalIgnoreCase)));

    public static SettingForm Networks { get; } = new("addresses or networks like 10.0.0.0/8, separated by blanks or commas", text =>
        text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).All(one => IPAddress.TryParse(one, out _) || IPNetwork.TryParse(one, out _)));

    public static SettingForm Identifier { get; } = new("a GUID", text => Guid.TryParseExact(text, "D", out _));

    private const int MostMailboxes = 20;

    /// <summary>RFC 5321 section 4.5.3.1: 254 characters with the longest path.</summary>
    private const int LongestAddress = 254;

    private static bool IsAddress(string text) => text.Length <= LongestAddress && text.All(c => char.IsAsciiLetterOrDigit(c) || "@.-_+!#$%&'*/=?^`{|}~".Contains(c, StringComparison.Ordinal))
        && MailAddress.TryCreate(text, out var address) && address.Address == text;

    public static SettingForm Whole(int least, int most) => new($"a whole number from {least} to {most}", text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    public static SettingForm OneOf(params string[] words) => new(words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}", text =>
        words.Contains(text, StringComparer.OrdinalIgnoreCase));
}
