using System.Net;
using System.Text.Json.Nodes;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Providers;

/// <summary>How key sets are fetched and kept (specification §5.1). The network counts who is asked.</summary>
public sealed class ProviderKeysTests
{
    private static readonly (int, string) Refused = (400, "invalid_signature");

    [Theory]
    [InlineData(TestProvider.Usual, "https://idp.example/.well-known/jwks.json")]
    [InlineData(TestProvider.Pinned, "https://keys.example/pinned")]
    public async Task Keys_are_asked_for_once_at_their_one_address(string issuer, string url)
    {
        await using var scene = await ProviderScene.StartAsync(issuer);
        for (var n = 0; n < 3; n++) Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        Assert.Equal([url], scene.Network.Asked);
    }

    [Fact]
    public async Task Many_at_once_ask_once()
    {
        await using var scene = await ProviderScene.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => scene.RegisterAsync(scene.Provider.IdJag(claims => (claims["sub"], claims["email"]) = ($"user-{n}", $"user-{n}@example.org")))));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(scene.Network.Asked);
    }

    [Theory]
    [InlineData("public, max-age=300", 9, 1)]
    [InlineData("public, max-age=300", 11, 2)]
    [InlineData("no-store", 9, 1)]
    [InlineData(null, 9, 1)]
    [InlineData(null, 11, 2)]
    [InlineData("max-age=3600", 59, 1)]
    [InlineData("max-age=3600", 61, 2)]
    [InlineData("max-age=31536000", 1439, 1)]
    [InlineData("max-age=31536000", 1441, 2)]
    public async Task Keys_are_kept_as_their_publisher_wishes_between_ten_minutes_and_a_day(string? cacheControl, int minutes, int asked)
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Network.Serve(scene.Provider, cacheControl);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        scene.Service.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
        Assert.Equal(asked, scene.Network.Asked.Count);
    }

    [Fact]
    public async Task An_unknown_key_is_looked_for_once_more_and_then_not_for_half_a_minute()
    {
        await using var scene = await ProviderScene.StartAsync();
        await scene.RegisterAsync(scene.Provider.IdJag());
        for (var n = 0; n < 5; n++) Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag(header: header => header["kid"] = $"garbage-{n}"))).Outcome);
        Assert.Equal(2, scene.Network.Asked.Count);
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag(header: header => header["kid"] = "garbage-9"))).Outcome);
        Assert.Equal(3, scene.Network.Asked.Count);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
    }

    [Fact]
    public async Task A_rotated_key_is_found_by_the_one_look()
    {
        await using var scene = await ProviderScene.StartAsync();
        await scene.RegisterAsync(scene.Provider.IdJag());
        scene.Provider.KeyId = "key-2";
        scene.Network.Serve(scene.Provider);
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_good_no_longer_than_the_cache()
    {
        await using var scene = await ProviderScene.StartAsync();
        await scene.RegisterAsync(scene.Provider.IdJag());
        scene.Network.Serve(scene.Provider.JwksUri, """{"keys":[]}""");
        scene.Service.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[null,7,"text",{}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","kid":"key-1","x":"AA","y":"AA"},{"kty":"RSA","kid":"key-1","n":"!","e":"AQAB"},{"kty":7,"kid":"key-1"},{"kty":"EC","crv":"P-256","kid":"key-1"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","kid":"\ud800"}]}""")]
    public async Task A_key_set_that_is_none_gives_no_keys(string json)
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Network.Serve(scene.Provider.JwksUri, json);
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "ES384")]
    [InlineData("alg", "RS256")]
    [InlineData("kty", "oct")]
    [InlineData("crv", "P-384")]
    [InlineData("d", "AAAA")]
    [InlineData("kid", null)]
    [InlineData("key_ops", "sign")]
    public async Task A_key_that_does_not_fit_is_no_key(string member, string? value)
    {
        await using var scene = await ProviderScene.StartAsync();
        var jwk = scene.Provider.Jwk();
        jwk[member] = member == "key_ops" ? new JsonArray(value) : value;
        scene.Network.Serve(scene.Provider.JwksUri, new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
    }

    [Fact]
    public async Task A_short_RSA_key_is_no_key()
    {
        await using var scene = await ProviderScene.StartAsync(algorithm: "RS256");
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        var jwk = scene.Provider.Jwk();
        jwk["n"] = System.Buffers.Text.Base64Url.EncodeToString(weak.ExportParameters(false).Modulus);
        scene.Network.Serve(scene.Provider.JwksUri, new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.Found)]
    public async Task Only_200_counts_and_after_a_failure_nobody_asks_for_half_a_minute(HttpStatusCode status)
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Network.Serve(scene.Provider.JwksUri, scene.Provider.Jwks, status: status);
        for (var n = 0; n < 3; n++) Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
        Assert.Single(scene.Network.Asked);
        scene.Network.Serve(scene.Provider);
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await scene.RegisterAsync(scene.Provider.IdJag())).Status);
    }

    [Fact]
    public async Task A_key_set_that_is_too_long_is_none()
    {
        await using var scene = await ProviderScene.StartAsync();
        scene.Network.Serve(scene.Provider.JwksUri, scene.Provider.Jwks + new string(' ', 64 * 1024));
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(31));
        scene.Network.Serve(scene.Provider.JwksUri, _ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Endless()) }));
        Assert.Equal(Refused, (await scene.RegisterAsync(scene.Provider.IdJag())).Outcome);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_costs_five_seconds_and_no_more()
    {
        await using var scene = await ProviderScene.StartAsync();
        var asked = new TaskCompletionSource();
        scene.Network.Serve(scene.Provider.JwksUri, async ct =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            throw new InvalidOperationException("Never.");
        });
        var answer = scene.RegisterAsync(scene.Provider.IdJag());
        await asked.Task;
        Assert.False(answer.IsCompleted);
        scene.Service.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Refused, (await answer).Outcome);
    }

    /// <summary>White space without end.</summary>
    private sealed class Endless : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => 0; set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
