using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Tests.Access;

/// <summary>An outside server as auth.md's hosted product is one: metadata, keys, and JWT access tokens of ES256, well-formed unless a test changes them.</summary>
internal sealed class ExternalKit : IAsyncDisposable
{
    public const string Audience = "https://shop.example/api";

    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int keySets;

    private ExternalKit(WebApplication app, TimeProvider time)
    {
        (this.app, this.time) = (app, time);
        app.Use(async (context, next) =>
        {
            if (Down) context.Abort();
            else await next(context);
        });
        app.MapGet("/.well-known/oauth-authorization-server", () => Results.Json(new { issuer = Name ?? Issuer, jwks_uri = Issuer + "/sso/jwks", token_endpoint = Issuer + "/oauth2/token" }));
        app.MapGet("/sso/jwks", () =>
        {
            Interlocked.Increment(ref keySets);
            var point = key.ExportParameters(false).Q;
            return Results.Json(new { keys = new[] { new { kid = KeyId, kty = "EC", crv = "P-256", use = "sig", alg = "ES256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) } } });
        });
    }

    public string Issuer => app.Urls.First();

    public string KeyId { get; set; } = "key-1";

    /// <summary>What it calls itself, where that is not its issuer.</summary>
    public string? Name { get; set; }

    /// <summary>Takes connections and drops them.</summary>
    public bool Down { get; set; }

    /// <summary>How often its keys were fetched.</summary>
    public int KeySets => keySets;

    public Dictionary<string, string?> Settings => new() { ["AuthMd__Mode"] = "External", ["AuthMd__External__Issuer"] = Issuer, ["AuthMd__External__Audience"] = Audience };

    public static async Task<ExternalKit> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var kit = new ExternalKit(builder.Build(), time ?? TimeProvider.System);
        await kit.app.StartAsync();
        return kit;
    }

    /// <summary>Of the registration <c>agent_reg_1</c>, for messages and its conversations.</summary>
    public string Token(Action<Dictionary<string, object?>>? claims = null, Action<Dictionary<string, object?>>? header = null, Func<byte[], byte[]>? sign = null)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        Dictionary<string, object?> payload = new()
        {
            ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = "agent_reg_1", ["jti"] = Guid.NewGuid().ToString("N"), ["org_id"] = "org_1", ["iat"] = now, ["exp"] = now + 300, ["scope"] = "messages.send conversations.read openid",
        };
        Dictionary<string, object?> head = new() { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = KeyId };
        claims?.Invoke(payload);
        header?.Invoke(head);
        var text = $"{Part(head)}.{Part(payload)}";
        return $"{text}.{Base64UrlEncoder.Encode((sign ?? Sign)(Encoding.ASCII.GetBytes(text)))}";
    }

    public byte[] PublicKey() => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem());

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Dispose();
    }

    private byte[] Sign(byte[] text) => key.SignData(text, HashAlgorithmName.SHA256);

    private static string Part(Dictionary<string, object?> part) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(part));
}
