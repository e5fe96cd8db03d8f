using AuthMd;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Access;

/// <summary>What <see cref="IAuthMdStore"/> promises, on the tables of an installation.</summary>
public abstract class AuthMdStoreContract
{
    private const string Kind = "token";
    private const string Key = "A-Za-z0-9_.:";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    protected abstract Task<ITables> OpenAsync();

    [Fact]
    public async Task What_is_written_is_read_under_its_kind_and_key_and_no_other()
    {
        var store = await StoreAsync();
        var etag = await store.WriteAsync(Kind, Key, null, """{"words":"grüße 👋"}""", null, default);

        Assert.Equal(new StoredEntry(Key, """{"words":"grüße 👋"}""", etag!), await store.ReadAsync(Kind, Key, default));
        Assert.Null(await store.ReadAsync("other", Key, default));
        Assert.Null(await store.ReadAsync(Kind, Key.ToLowerInvariant(), default));
    }

    [Fact]
    public async Task A_key_of_200_characters_is_taken()
    {
        var store = await StoreAsync();
        var key = string.Concat(Enumerable.Repeat("aZ09-_.:", 25));
        Assert.NotNull(await store.WriteAsync(Kind, key, null, "{}", null, default));
        Assert.Equal(key, (await store.ReadAsync(Kind, key, default))!.Key);
    }

    [Fact]
    public async Task A_write_under_another_version_writes_nothing_and_says_so()
    {
        var store = await StoreAsync();
        var first = await store.WriteAsync(Kind, Key, null, "1", null, default);
        Assert.Null(await store.WriteAsync(Kind, Key, null, "again", null, default));
        var second = await store.WriteAsync(Kind, Key, first, "2", null, default);
        Assert.Null(await store.WriteAsync(Kind, Key, first, "3", null, default));
        Assert.Null(await store.WriteAsync(Kind, "absent", second, "3", null, default));
        Assert.False(await store.DeleteAsync(Kind, Key, first!, default));
        Assert.Equal("2", (await store.ReadAsync(Kind, Key, default))!.Json);
        Assert.True(await store.DeleteAsync(Kind, Key, second!, default));
        Assert.False(await store.DeleteAsync(Kind, Key, second!, default));
        Assert.Null(await store.ReadAsync(Kind, Key, default));
    }

    [Fact]
    public async Task Of_many_at_once_one_inserts_and_one_replaces()
    {
        var store = await StoreAsync();
        var inserted = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => store.WriteAsync(Kind, Key, null, $"{n}", null, default)));
        var etag = Assert.Single(inserted, one => one is not null);
        var replaced = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => store.WriteAsync(Kind, Key, etag, $"{n}", null, default)));
        Assert.Single(replaced, one => one is not null);
    }

    [Fact]
    public async Task A_kind_lists_all_its_entries_and_nobody_elses_and_pages_them()
    {
        var store = await StoreAsync();
        var keys = Enumerable.Range(0, 100).Select(n => $"reg_{n}").ToHashSet();
        foreach (var key in keys) await store.WriteAsync(Kind, key, null, "{}", null, default);
        await store.WriteAsync("other", "x", null, "{}", null, default);

        var listed = new List<string>();
        await foreach (var entry in store.ListAsync(Kind, default)) listed.Add(entry.Key);
        Assert.Equal(keys.Order(), listed.Order());

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var (page, next) = await store.KeysAsync(Kind, cursor, 3, default);
            Assert.True(page.Count is > 0 and <= 3 || next is null);
            (cursor, paged) = (next, [.. paged, .. page]);
        }
        while (cursor is not null);
        Assert.Equal(listed, paged);
    }

    [Fact]
    public async Task Purged_is_what_has_ended_and_was_not_written_again_whatever_its_kind()
    {
        var store = await StoreAsync();
        var ended = await store.WriteAsync("some", "ended", null, "1", Now.AddMinutes(-1), default);
        await store.WriteAsync("some", "going", null, "1", Now.AddMinutes(1), default);
        await store.WriteAsync("some", "endless", null, "1", null, default);
        await store.WriteAsync("quite-new", "ended", null, "1", Now.AddMinutes(-1), default);
        await store.WriteAsync("some", "renewed", null, "1", Now.AddMinutes(-1), default);
        await store.WriteAsync("some", "renewed", (await store.ReadAsync("some", "renewed", default))!.ETag, "2", Now.AddMinutes(1), default);
        Assert.NotNull(ended);

        // By another instance, which wrote none of them.
        await new AuthMdTables(await OpenAsync()).PurgeAsync(Now, default);

        Assert.Null(await store.ReadAsync("some", "ended", default));
        Assert.Null(await store.ReadAsync("quite-new", "ended", default));
        foreach (var key in (string[])["going", "endless", "renewed"]) Assert.NotNull(await store.ReadAsync("some", key, default));
    }

    private async Task<AuthMdTables> StoreAsync() => new(await OpenAsync());
}
