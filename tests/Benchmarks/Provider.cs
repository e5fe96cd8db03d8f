using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Benchmarks;

/// <summary>An agent provider on loopback: publishes one key, and signs ID-JAGs with it.</summary>
internal sealed class Provider : IAsyncDisposable
{
    private const string KeyId = "benchmark";
    private static readonly string Header = Part(new { alg = "ES256", typ = "oauth-id-jag+jwt", kid = KeyId });

    // An ECDsa is no one's who shares it.
    private readonly ThreadLocal<ECDsa> signers;
    private readonly WebApplication app;

    private Provider(WebApplication app, ECParameters key)
    {
        this.app = app;
        signers = new(() => ECDsa.Create(key), trackAllValues: true);
        Issuer = app.Urls.First();
    }

    public string Issuer { get; }

    public static async Task<Provider> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (secret, point) = (key.ExportParameters(includePrivateParameters: true), key.ExportParameters(includePrivateParameters: false).Q);
        var jwks = JsonSerializer.SerializeToUtf8Bytes(new { keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyId, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) } } });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(jwks, context.RequestAborted).AsTask();
        });
        await app.StartAsync();
        return new(app, secret);
    }

    /// <summary>An ID-JAG for one use.</summary>
    public string Vouch(string subject, string audience, DateTimeOffset now)
    {
        var (iat, exp) = (now.ToUnixTimeSeconds(), now.AddMinutes(5).ToUnixTimeSeconds());
        var signed = $"{Header}.{Part(new { iss = Issuer, sub = subject, aud = audience, jti = Guid.NewGuid().ToString("N"), iat, exp, auth_time = iat, email = $"{subject}@example.com", email_verified = true })}";
        return $"{signed}.{Base64Url.EncodeToString(signers.Value!.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var signer in signers.Values) signer.Dispose();
        signers.Dispose();
    }

    private static string Part<T>(T json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
