using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuthMd;

/// <summary>Secrets leave once and are kept as hashes (specification §16).</summary>
internal static class Secrets
{
    public const string ClaimToken = "clm_", View = "cvt_", Access = "at_", Refresh = "art_", Registration = "reg_", AttemptId = "cla_";

    public static string New(string prefix, int bytes = 24) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>Uniform over all six-digit codes.</summary>
    public static string NewCode() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>SHA-256 in lower-case hex. Enough for secrets of 19 random bytes and more; a code is sealed instead.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Same(string left, string right) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
