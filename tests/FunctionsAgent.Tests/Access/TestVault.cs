using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Tests.Access;

/// <summary>The two calls of Key Vault that wrap and unwrap, on keys that stay in it.</summary>
internal sealed class TestVault : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<RSA> versions = [RSA.Create(2048)];

    private TestVault(WebApplication app)
    {
        this.app = app;
        app.MapPost("/keys/session-keys/wrapkey", (HttpRequest request) => AnswerAsync(request, versions.Count - 1, (rsa, value) => rsa.Encrypt(value, RSAEncryptionPadding.OaepSHA256)));
        app.MapPost("/keys/session-keys/{version:int}/unwrapkey", (HttpRequest request, int version) => AnswerAsync(request, version, (rsa, value) => rsa.Decrypt(value, RSAEncryptionPadding.OaepSHA256)));
    }

    public string Url => app.Urls.First();

    public string Key => Url + "/keys/session-keys";

    /// <summary>Statuses to answer with before anything is done, in turn.</summary>
    public Queue<int> Refusals { get; } = [];

    public List<string> Asked { get; } = [];

    public List<byte[]> Unwrapped { get; } = [];

    public static async Task<TestVault> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var vault = new TestVault(builder.Build());
        await vault.app.StartAsync();
        return vault;
    }

    public void Rotate() => versions.Add(RSA.Create(2048));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, int version, Func<RSA, byte[], byte[]> work)
    {
        Asked.Add(request.Path + request.QueryString.ToString());
        if (Refusals.TryDequeue(out var refusal)) return Results.StatusCode(refusal);
        if (request.Headers.Authorization != "Bearer token-of-the-app") return Results.Unauthorized();
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        if (body.GetProperty("alg").GetString() != "RSA-OAEP-256") return Results.BadRequest();
        var value = work(versions[version], Base64UrlEncoder.DecodeBytes(body.GetProperty("value").GetString()));
        if (request.Path.Value!.EndsWith("/unwrapkey", StringComparison.Ordinal)) Unwrapped.Add(value);
        return Results.Json(new { kid = $"{Key}/{version}", value = Base64UrlEncoder.Encode(value) });
    }
}
