using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>
/// Standard Webhooks 1.0, symmetric signatures (<c>v1</c>) over the raw bytes; names <c>webhook-*</c> or Svix's <c>svix-*</c>.
/// <c>v1a</c> (Ed25519) is skipped as an unknown version: .NET 10 has no Ed25519.
/// </summary>
public static class StandardWebhooks
{
    /// <summary>How far the sender's clock may be off, both ways.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";
    private const int MaxSignatures = 16;

    /// <summary>What became of a check; everything but <see cref="Authentic"/> is answered 401.</summary>
    public enum Outcome { Authentic, Missing, Malformed, BadSignature, Stale }

    /// <param name="secrets">Decoded keys; any of them may have signed.</param>
    /// <param name="id">The <c>webhook-id</c>, the same for all retries; empty unless authentic or stale.</param>
    public static Outcome Verify(RawRequest request, IReadOnlyList<byte[]> secrets, out string id)
    {
        id = "";
        var prefix = request.Headers.ContainsKey("webhook-id") ? "webhook" : "svix";
        if (!request.Headers.TryGetValue(prefix + "-id", out var claimed)
            || !request.Headers.TryGetValue(prefix + "-timestamp", out var stamp)
            || !request.Headers.TryGetValue(prefix + "-signature", out var signatures))
            return Outcome.Missing;
        if (!IsId(claimed) || !TryTimestamp(stamp, out var at))
            return Outcome.Malformed;
        if (!AnyMatches(signatures, secrets, claimed, stamp, request.Body.Span))
            return Outcome.BadSignature;
        id = claimed;
        return (request.Now - at).Duration() <= Tolerance ? Outcome.Authentic : Outcome.Stale;
    }

    /// <summary>The value of <c>webhook-signature</c> for a message of ours.</summary>
    public static string Sign(byte[] secret, string id, long unixSeconds, ReadOnlySpan<byte> body) =>
        "v1," + Digest(secret, id, unixSeconds.ToString(CultureInfo.InvariantCulture), body);

    /// <summary><c>whsec_</c> and base64 of 24 to 64 bytes. The text itself is never the key.</summary>
    public static bool TryDecodeSecret(string? secret, out byte[] key)
    {
        key = [];
        if (string.IsNullOrWhiteSpace(secret))
            return false;
        var encoded = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;
        var buffer = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, buffer, out var written) || written is < 24 or > 64)
            return false;
        key = buffer[..written];
        return true;
    }

    private static bool AnyMatches(string signatures, IReadOnlyList<byte[]> secrets, string id, string stamp, ReadOnlySpan<byte> body)
    {
        // Every pair is compared, so that the time taken does not tell which secret is in use.
        var matches = false;
        var expected = new byte[secrets.Count][];
        for (var i = 0; i < expected.Length; i++)
            expected[i] = Encoding.ASCII.GetBytes(Digest(secrets[i], id, stamp, body));
        foreach (var entry in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxSignatures))
        {
            if (!entry.StartsWith("v1,", StringComparison.Ordinal))
                continue;
            var given = Encoding.ASCII.GetBytes(entry[3..]);
            foreach (var one in expected)
                matches |= CryptographicOperations.FixedTimeEquals(given, one);
        }

        return matches;
    }

    private static string Digest(byte[] secret, string id, string stamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{id}.{stamp}."));
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    // No dot: the id is followed by one in what is signed.
    private static bool IsId(string id) =>
        id.Length is > 0 and <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static bool TryTimestamp(string stamp, out DateTimeOffset at)
    {
        at = default;
        if (stamp.Length is 0 or > 11 || !stamp.All(char.IsAsciiDigit))
            return false;
        at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(stamp, CultureInfo.InvariantCulture));
        return true;
    }
}
