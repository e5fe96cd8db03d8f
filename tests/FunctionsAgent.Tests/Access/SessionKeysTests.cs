using System.Xml.Linq;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Access;

/// <summary>The keys of sessions in our own store.</summary>
public sealed class SessionKeysTests : IDisposable
{
    private readonly TempDirectory folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteTables tables;
    private readonly FileBlobs blobs;

    public SessionKeysTests()
    {
        database = new(Path.Combine(folder.Root, "agent.db"));
        tables = new(database);
        blobs = new(Path.Combine(folder.Root, "blobs"));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Instances_that_make_keys_at_once_lose_none()
    {
        var instances = Enumerable.Range(0, 8).Select(_ => Open()).ToArray();
        Assert.Empty(instances[0].GetAllElements());

        // A thread each: storing a key blocks, as its interface wants, and forty blocked threads of the pool would stop every other test.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Factory.StartNew(
            () => { for (var i = n; i < 40; i += 8) instances[n].StoreElement(Key(i), $"key-{i}"); }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        foreach (var instance in instances)
            Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}").Order(StringComparer.Ordinal), instance.GetAllElements().Select(e => e.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_key_stored_again_is_one()
    {
        Open().StoreElement(Key(1), "key-1");
        Open().StoreElement(Key(1), "key-1");
        Assert.Single(Open().GetAllElements());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_damaged_key_does_not_take_the_others_with_it(bool gone)
    {
        for (var i = 0; i < 3; i++) Open().StoreElement(Key(i), $"key-{i}");
        var blob = Directory.GetFiles(Path.Combine(folder.Root, "blobs", "session-keys"))[0];
        if (gone) File.Delete(blob);
        else File.WriteAllText(blob, "<key id=\"stolen\"/>");

        Assert.Equal(2, Open().GetAllElements().Count);
        Assert.DoesNotContain(Open().GetAllElements(), e => e.Attribute("id")!.Value == "stolen");
    }

    [Fact]
    public void A_store_that_is_busy_loses_no_key_in_silence()
    {
        var keys = new SessionKeys(new Busy(), blobs, NullLogger<SessionKeys>.Instance);
        Assert.Throws<StoreBusyException>(() => keys.StoreElement(Key(1), "key-1"));
        Assert.Throws<StoreBusyException>(keys.GetAllElements);
    }

    [Fact]
    public void An_instance_hears_of_anothers_first_key_within_ten_minutes_and_of_a_revoked_one_at_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var inner = new NoKeys();
        var keys = new RefreshedKeys(inner, time);
        var token = keys.GetCacheExpirationToken();
        time.Advance(RefreshedKeys.Age - TimeSpan.FromSeconds(1));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(token.IsCancellationRequested);

        var second = keys.GetCacheExpirationToken();
        inner.Revoked.Cancel();
        Assert.True(second.IsCancellationRequested);
    }

    [Fact]
    public async Task The_runtime_uses_them_where_people_sign_in_and_makes_none_before_somebody_needs_one()
    {
        await using var entra = await EntraHost.StartAsync();
        Assert.False(Directory.Exists(Path.Combine(entra.Host.Data, "blobs", "session-keys")));
        await new Browser(entra.Host.Host.Url).SignInAsync();
        Assert.Single(Directory.GetFiles(Path.Combine(entra.Host.Data, "blobs", "session-keys")));
        Assert.IsType<RefreshedKeys>(entra.Host.Get<IKeyManager>());

        await using var embedded = await AgentHost.StartAsync();
        Assert.False(Directory.Exists(Path.Combine(embedded.Data, "blobs", "session-keys")));
        await embedded.Client.GetStringAsync("/.well-known/jwks.json");
        Assert.Single(Directory.GetFiles(Path.Combine(embedded.Data, "blobs", "session-keys")));
    }

    private SessionKeys Open() => new(tables, blobs, NullLogger<SessionKeys>.Instance);

    private static XElement Key(int id) => new("key", new XAttribute("id", id), new XElement("secret", new string('s', 500)));

    private sealed class Busy : ITables
    {
        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) => throw new StoreBusyException("Busy.");

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => throw new StoreBusyException("Busy.");

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) => throw new StoreBusyException("Busy.");
    }

    private sealed class NoKeys : IKeyManager
    {
        public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => throw new NotSupportedException();

        public IReadOnlyCollection<IKey> GetAllKeys() => [];

        public CancellationTokenSource Revoked { get; } = new();

        public CancellationToken GetCacheExpirationToken() => Revoked.Token;

        public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => throw new NotSupportedException();

        public void RevokeKey(Guid keyId, string? reason = null) => throw new NotSupportedException();
    }
}
