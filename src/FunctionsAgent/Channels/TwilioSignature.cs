using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>X-Twilio-Signature</c>: base64 of HMAC-SHA1 under the account's auth token over the URL as Twilio was configured to
/// call it, followed by the form's fields. It carries neither time nor nonce: a captured request stays valid, so what it
/// asks for must be safe to ask twice.
/// </summary>
public static class TwilioSignature
{
    public static bool IsValid(string signature, string token, string url, string contentType, ReadOnlySpan<byte> body)
    {
        string parameters;
        if (FormFields.Query(url)["bodySHA256"] is { Length: > 0 } hash)
        {
            if (!FixedTimeEquals(hash.ToLowerInvariant(), Convert.ToHexStringLower(SHA256.HashData(body))))
                return false;
            parameters = "";
        }
        else if (body.IsEmpty)
            parameters = "";
        else if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            parameters = Parameters(FormFields.Parse(body));
        else
            return false; // A body that nothing signs.

        var valid = false;
        foreach (var variant in Variants(url))
            valid |= FixedTimeEquals(signature, Sign(token, variant + parameters));
        return valid;
    }

    /// <summary>The signature of a form post (tests and tools that play Twilio).</summary>
    public static string Compute(string token, string url, ReadOnlySpan<byte> form) => Sign(token, url + Parameters(FormFields.Parse(form)));

#pragma warning disable CA5350 // The scheme is Twilio's; as a keyed hash SHA-1 is not broken.
    private static string Sign(string token, string data) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(data)));
#pragma warning restore CA5350

    private static string Parameters(FormFields form)
    {
        var data = new StringBuilder();
        foreach (var name in form.All.GroupBy(f => f.Key, f => f.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var value in name.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                data.Append(name.Key).Append(value);
        }

        return data.ToString();
    }

    // Twilio is not consistent about the port: it signs with or without the default one. Fragment and user are never signed.
    private static IEnumerable<string> Variants(string url)
    {
        url = url.Split('#')[0];
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return [url];
        var start = scheme + 3;
        var end = url.IndexOfAny(['/', '?'], start);
        end = end < 0 ? url.Length : end;
        var host = url[start..end];
        host = host[(host.LastIndexOf('@') + 1)..];
        var colon = host.LastIndexOf(':');
        var hasPort = colon > host.LastIndexOf(']');
        var defaultPort = url[..scheme] is "https" or "wss" ? ":443" : ":80";
        var other = hasPort ? host[..colon] : host + defaultPort;
        return [url[..start] + host + url[end..], url[..start] + other + url[end..]];
    }

    private static bool FixedTimeEquals(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
