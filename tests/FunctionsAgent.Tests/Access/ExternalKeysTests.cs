using AuthMd;
using AuthMd.External;
using AuthMd.Providers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Access;

/// <summary>How the outside server's keys are fetched and kept. The server counts; the clock is the test's.</summary>
public sealed class ExternalKeysTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly HttpMessageHandler handler = PublicAddresses.CreateHandler(development: true);
    private ExternalKit kit = null!;
    private ProviderDocuments documents = null!;
    private ExternalKeys keys = null!;
    private ExternalTokens tokens = null!;

    public async Task InitializeAsync()
    {
        kit = await ExternalKit.StartAsync(time);
        var server = new ExternalServer(kit.Issuer, [ExternalKit.Audience]);
        documents = new(handler, time, development: true);
        keys = new(server, documents, time);
        tokens = new(server, keys, new AuthMdLifetimes(), time);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        keys.Dispose();
        documents.Dispose();
        handler.Dispose();
        await kit.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_asked_for_once_also_by_many_at_once_and_again_when_they_are_old()
    {
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => IsGoodAsync())), Assert.True);
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.True(await IsGoodAsync());
        Assert.Equal(1, kit.KeySets);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await IsGoodAsync());
        Assert.Equal(2, kit.KeySets);
    }

    [Fact]
    public async Task A_key_nobody_has_heard_of_is_looked_for_once_in_half_a_minute()
    {
        Assert.True(await IsGoodAsync());
        for (var n = 0; n < 5; n++) Assert.Null(await tokens.ReadAsync(kit.Token(header: header => header["kid"] = $"garbage-{n}"), default));
        Assert.Equal(2, kit.KeySets);
        time.Advance(TimeSpan.FromSeconds(31));
        kit.KeyId = "key-2";
        Assert.True(await IsGoodAsync());
        Assert.Equal(3, kit.KeySets);
    }

    [Fact]
    public async Task Whoever_has_no_chance_makes_no_traffic()
    {
        Assert.Null(await tokens.ReadAsync(kit.Token(claims => claims["iss"] = "https://issuer.example"), default));
        Assert.Null(await tokens.ReadAsync(kit.Token(claims => claims["aud"] = "https://other.example"), default));
        Assert.Null(await tokens.ReadAsync(kit.Token(header: header => header["alg"] = "HS256"), default));
        Assert.Equal(0, kit.KeySets);
    }

    [Fact]
    public async Task While_the_server_is_away_what_is_known_goes_on_for_a_day()
    {
        Assert.True(await IsGoodAsync());
        kit.Down = true;
        time.Advance(TimeSpan.FromHours(23));
        Assert.True(await IsGoodAsync());
        time.Advance(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<ServerUnreachableException>(IsGoodAsync);
        kit.Down = false;
        await Assert.ThrowsAsync<ServerUnreachableException>(IsGoodAsync);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_new_key_while_the_server_is_away_cannot_be_judged()
    {
        Assert.True(await IsGoodAsync());
        (kit.Down, kit.KeyId) = (true, "key-2");
        await Assert.ThrowsAsync<ServerUnreachableException>(IsGoodAsync);
    }

    [Fact]
    public async Task Metadata_that_name_another_issuer_count_for_nothing()
    {
        kit.Name = "https://as.example";
        await Assert.ThrowsAsync<ServerUnreachableException>(IsGoodAsync);
        Assert.Equal(0, kit.KeySets);
    }

    private async Task<bool> IsGoodAsync() => await tokens.ReadAsync(kit.Token(), default) is { Registration: "agent_reg_1" };
}
