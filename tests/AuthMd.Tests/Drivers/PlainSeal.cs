using System.Security.Cryptography;

namespace AuthMd.Tests.Drivers;

/// <summary>No encryption, but enough that nothing sealed can be found by searching for it.</summary>
public sealed class PlainSeal : ISeal
{
    private const string Mark = "sealed:";

    public string Seal(byte[] content) => Mark + Convert.ToBase64String([.. content.Select(value => (byte)(value ^ 0x5A))]);

    public byte[] Open(string text) => text.StartsWith(Mark, StringComparison.Ordinal)
        ? [.. Convert.FromBase64String(text[Mark.Length..]).Select(value => (byte)(value ^ 0x5A))]
        : throw new CryptographicException("Not sealed here.");
}
