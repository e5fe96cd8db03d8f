using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Tests.Access;

/// <summary>An issuer's key, and tokens written by hand: a library would refuse to make the bad ones.</summary>
internal sealed record SigningKey(string Id, RSA Rsa)
{
    public static SigningKey New() => new(Guid.NewGuid().ToString("N"), RSA.Create(2048));

    /// <summary>The same key under another name: making one takes a while.</summary>
    public SigningKey Renamed() => this with { Id = Guid.NewGuid().ToString("N") };

    /// <summary>Seconds since 1970, so far from now.</summary>
    public static long At(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    public string Sign(Dictionary<string, object?> claims) =>
        Token(new { alg = "RS256", typ = "JWT", kid = Id }, claims, text => Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Token(object header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Part(header)}.{Part(claims)}";
        return $"{text}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Part(object part) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(part));
}
