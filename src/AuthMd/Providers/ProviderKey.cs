using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace AuthMd.Providers;

/// <summary>
/// A public key of a provider (RFC 7517) for one algorithm. EdDSA is not among them: neither the platform nor the token
/// library verifies Ed25519.
/// </summary>
internal sealed record ProviderKey(string Id, string Algorithm, SignatureProvider Verifier)
{
    // Nothing is shared between providers, not even a cache of verifiers.
    private static CryptoProviderFactory Factory => new() { CacheSignatureProviders = false };

    public bool Verifies(SignedJwt jwt)
    {
        try
        {
            return Verifier.Verify(jwt.Signed, jwt.Signature);
        }
        // Signatures of another length than the key's.
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>What a key set (RFC 7517 section 5) offers; entries that are not for signatures of ours are passed over.</summary>
    /// <exception cref="JsonException">No key set.</exception>
    public static IReadOnlyList<ProviderKey> ReadSet(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new JsonException("A key set is an object with the array 'keys'.");
        return [.. keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object).SelectMany(key => Read(new(key)))];
    }

    private static IEnumerable<ProviderKey> Read(JwtClaims jwk)
    {
        // Who publishes a private key has none.
        if (jwk.Text("kid") is not { } id || jwk.Has("d") || (jwk.Has("use") && jwk.Text("use") != "sig")) yield break;
        if (jwk.Has("key_ops") && !jwk.Texts("key_ops").Contains("verify")) yield break;
        foreach (var algorithm in Fitting(jwk))
        {
            if ((!jwk.Has("alg") || jwk.Text("alg") == algorithm) && Verifying(jwk, id, algorithm) is { } verifier) yield return new(id, algorithm, verifier);
        }
    }

    private static string[] Fitting(JwtClaims jwk) => (jwk.Text("kty"), jwk.Text("crv")) switch
    {
        ("EC", "P-256") => [SecurityAlgorithms.EcdsaSha256],
        ("RSA", _) => [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
        _ => [],
    };

    private static SignatureProvider? Verifying(JwtClaims jwk, string id, string algorithm)
    {
        try
        {
            SecurityKey key = algorithm == SecurityAlgorithms.EcdsaSha256
                ? new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") } })) { KeyId = id }
                : new RsaSecurityKey(RSA.Create(new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") })) { KeyId = id };
            return key is RsaSecurityKey { KeySize: < 2048 } ? null : Factory.CreateForVerifying(key, algorithm);
        }
        // A point that is not on the curve, a modulus that is no number.
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Bytes(JwtClaims jwk, string name) => Base64Url.DecodeFromChars(jwk.Text(name));
}
