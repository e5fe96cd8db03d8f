using System.Text.Json;

namespace AuthMd.Claims;

/// <summary>Who has to sign in for a claim. Agents name an e-mail address; a step-up names the matched account itself, which then needs no address.</summary>
public static class LoginHint
{
    private const string AccountPrefix = "account:";

    // The longest address SMTP can deliver to (RFC 5321 section 4.5.3.1.3).
    private const int Longest = 254;

    /// <summary>The hint of a step-up: one account, whatever its addresses.</summary>
    public static string ForAccount(string id) => AccountPrefix + id;

    /// <summary>The body's member, not looked at yet; null when it is missing.</summary>
    /// <exception cref="RefusalException">400 <c>invalid_request</c>: it is no text.</exception>
    internal static string? Find(JsonElement body, string name = "login_hint") => body.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw RefusalException.InvalidRequest($"'{name}' is no text.")
        : null;

    /// <summary>What an agent sent, trimmed. Whether somebody has the address is not looked up, so that nobody can ask.</summary>
    /// <exception cref="RefusalException">400 <c>invalid_login_hint</c>: not an address as this service knows them.</exception>
    public static string Parse(string sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var hint = sent.Trim();
        return IsAddress(hint) && !hint.StartsWith(AccountPrefix, StringComparison.OrdinalIgnoreCase)
            ? hint : throw new RefusalException(400, "invalid_login_hint", $"login_hint has to be one e-mail address of at most {Longest} characters.");
    }

    public static bool Names(string hint, Account account)
    {
        ArgumentNullException.ThrowIfNull(hint);
        ArgumentNullException.ThrowIfNull(account);
        return hint.StartsWith(AccountPrefix, StringComparison.Ordinal)
            ? string.Equals(hint, ForAccount(account.Id), StringComparison.Ordinal)
            : string.Equals(hint, account.Email, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAddress(string hint)
    {
        if (hint.Length > Longest || hint.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) return false;
        var at = hint.IndexOf('@', StringComparison.Ordinal);
        var dot = hint.LastIndexOf('.');
        return at > 0 && at == hint.LastIndexOf('@') && dot > at + 1 && dot < hint.Length - 1;
    }
}
