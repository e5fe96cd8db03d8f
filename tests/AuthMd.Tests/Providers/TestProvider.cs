using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Providers;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary>An agent platform's identity provider (specification §23): it signs ID-JAGs and events, well-formed unless a test changes them.</summary>
public sealed class TestProvider : IDisposable
{
    public const string Usual = "https://idp.example", Other = "https://other.example", Pinned = "https://pinned.example", Strict = "https://strict.example", Lenient = "https://lenient.example";
    public const string Revoked = "https://schemas.workos.com/events/agent/auth/identity/assertion/revoked";

    /// <summary>In a claim, stands for an escaped half of a surrogate pair, which a JSON node cannot hold.</summary>
    public const string HalfCharacter = "(half)";

    private readonly TimeProvider clock;
    private readonly ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rsa = RSA.Create(2048);
    private int count;

    public TestProvider(TimeProvider clock, string issuer = Usual) => (this.clock, Issuer) = (clock, issuer);

    public static TrustedProviders Trusted { get; } = new(
    [
        new(Usual, "Example Platform"), new(Other, "Other Platform"), new(Pinned, "Pinned Platform", "https://keys.example/pinned"),
        new(Strict, "Strict Platform", ChecksClient: true), new(Lenient, "Lenient Platform", TakesResourceAsAudience: true),
    ]);

    public string Issuer { get; }

    public string Algorithm { get; init; } = "ES256";

    public string KeyId { get; set; } = "key-1";

    public string JwksUri => Issuer == Pinned ? "https://keys.example/pinned" : Issuer + "/.well-known/jwks.json";

    public string Jwks => new JsonObject { ["keys"] = new JsonArray(Jwk()) }.ToJsonString();

    public JsonObject Jwk()
    {
        var jwk = new JsonObject { ["kid"] = KeyId, ["use"] = "sig", ["alg"] = Algorithm };
        if (Algorithm == "ES256")
        {
            var point = ec.ExportParameters(false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
            return jwk;
        }
        var modulus = rsa.ExportParameters(false);
        (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64Url.EncodeToString(modulus.Modulus), Base64Url.EncodeToString(modulus.Exponent));
        return jwk;
    }

    /// <summary>About <c>sub</c> user-7, ada@example.org, who signed in a minute ago.</summary>
    public string IdJag(Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = "user-7", ["aud"] = Service.Issuer, ["client_id"] = Issuer, ["jti"] = NextId(), ["iat"] = now, ["exp"] = now + 300,
            ["auth_time"] = now - 60, ["email"] = "ada@example.org", ["email_verified"] = true, ["name"] = "Ada", ["amr"] = new JsonArray("pwd", "mfa"),
            ["agent_platform"] = "Example Agents", ["agent_context_id"] = "context-1",
        };
        claims?.Invoke(payload);
        return Sign("oauth-id-jag+jwt", payload, header);
    }

    /// <summary>The person took back what they had allowed.</summary>
    public string Event(Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var payload = new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = "user-7", ["aud"] = Service.Issuer, ["jti"] = NextId(), ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
            ["events"] = new JsonObject { [Revoked] = new JsonObject() },
        };
        claims?.Invoke(payload);
        return Sign("secevent+jwt", payload, header);
    }

    /// <summary>Signs with the algorithm the header ends up with, HS256 with the public key as secret, as an attacker would.</summary>
    public string Sign(string type, JsonObject payload, Action<JsonObject>? change = null)
    {
        var header = new JsonObject { ["typ"] = type, ["alg"] = Algorithm, ["kid"] = KeyId };
        change?.Invoke(header);
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString().Replace(HalfCharacter, "\\ud800", StringComparison.Ordinal)))}";
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = header["alg"]?.GetValueKind() != JsonValueKind.String ? [] : header["alg"]!.GetValue<string>() switch
        {
            "ES256" => ec.SignData(bytes, HashAlgorithmName.SHA256),
            "RS256" => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "HS256" => HMACSHA256.HashData(ec.ExportSubjectPublicKeyInfo(), bytes),
            _ => [],
        };
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose()
    {
        ec.Dispose();
        rsa.Dispose();
    }

    private string NextId() => $"{KeyId}-{Interlocked.Increment(ref count)}";
}
