using FunctionsAgent.Agents;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Agents.Packaging;

public sealed class PackageStoreTests : IDisposable
{
    private readonly StoreBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task What_was_published_is_loaded_byte_for_byte()
    {
        var files = StoreBench.Greeting("Hello\r\n");
        var version = await bench.Store().PublishAsync("shop", files, "ann");
        var loaded = await bench.Store().LoadAsync("shop", version);

        Assert.Equal(files.Version, version);
        Assert.Equal(files.All.Keys, loaded!.All.Keys);
        Assert.All(files.All, file => Assert.True(file.Value.Span.SequenceEqual(loaded.All[file.Key].Span)));
        Assert.Equal(version, await bench.Store().CurrentAsync("shop"));
        Assert.Equal(["shop"], await bench.Store().AgentsAsync());
        Assert.Equal(new PublishedVersion(version, files.Hash, bench.Time.GetUtcNow(), "ann", files.Bytes, 5, true), Assert.Single(await bench.Store().ListAsync("shop")));
    }

    [Fact]
    public async Task The_same_content_is_published_once_and_an_older_one_can_be_made_current_again()
    {
        var first = await bench.PublishAsync("One");
        var row = await bench.Tables.GetAsync(PackageStore.Table, "shop", "current");
        Assert.Equal(first, await bench.PublishAsync("One"));
        Assert.Equal(row!.ETag, (await bench.Tables.GetAsync(PackageStore.Table, "shop", "current"))!.ETag);

        var second = await bench.PublishAsync("Two");
        Assert.Equal(first, await bench.PublishAsync("One"));
        Assert.Equal([(second, false), (first, true)], (await bench.Store().ListAsync("shop")).Select(v => (v.Version, v.IsCurrent)));
    }

    [Fact]
    public async Task An_instance_that_starts_with_older_files_mends_them_and_does_not_make_them_current()
    {
        var first = await bench.PublishAsync("One");
        var second = await bench.PublishAsync("Two");
        File.Delete(bench.BlobFile(StoreBench.Greeting("One")));

        Assert.Equal(first, await bench.Store().PublishAsync("shop", StoreBench.Greeting("One"), "start", again: false));
        Assert.Equal(second, await bench.Store().CurrentAsync("shop"));
        Assert.NotNull(await bench.Store().LoadAsync("shop", first));
    }

    [Theory]
    [InlineData("shop", "000000000000")]
    [InlineData("shop", "../agent.yaml")]
    [InlineData("nobody", "000000000000")]
    [InlineData("a/b", "000000000000")]
    [InlineData("*", "000000000000")]
    public async Task A_version_that_never_was_is_null(string agent, string version)
    {
        await bench.PublishAsync("One");
        Assert.Null(await bench.Store().LoadAsync(agent, version));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("cut")]
    [InlineData("another's")]
    [InlineData("no archive")]
    public async Task Damaged_content_is_refused_until_it_is_published_again(string damage)
    {
        var version = await bench.PublishAsync("One");
        var blob = bench.BlobFile(StoreBench.Greeting("One"));
        if (damage == "gone") File.Delete(blob);
        if (damage == "cut") File.WriteAllBytes(blob, (await File.ReadAllBytesAsync(blob))[..200]);
        if (damage == "no archive") File.WriteAllText(blob, "hello");
        if (damage == "another's")
        {
            await bench.PublishAsync("Two");
            File.Copy(bench.BlobFile(StoreBench.Greeting("Two")), blob, overwrite: true);
        }

        var error = await Assert.ThrowsAsync<PermanentException>(() => bench.Store().LoadAsync("shop", version));
        Assert.Equal("package-damaged", error.Cause);
        Assert.Contains($"shop {version}", error.Message, StringComparison.Ordinal);

        await bench.PublishAsync("One");
        Assert.NotNull(await bench.Store().LoadAsync("shop", version));
    }

    [Fact]
    public async Task Instances_that_publish_at_once_leave_every_version_and_one_current()
    {
        var greetings = Enumerable.Range(0, 6).Select(n => $"Hello {n % 3}").ToList();
        var versions = await Task.WhenAll(greetings.Select(greeting => Task.Run(() => bench.Store().PublishAsync("shop", StoreBench.Greeting(greeting), "tests"))));

        var listed = await bench.Store().ListAsync("shop");
        Assert.Equal(versions.Distinct().Order(), listed.Select(v => v.Version).Order());
        Assert.Single(listed, v => v.IsCurrent);
        foreach (var version in versions) Assert.NotNull(await bench.Store().LoadAsync("shop", version));
    }

    [Fact]
    public async Task Another_instance_between_reading_and_writing_changes_nothing_that_was_published()
    {
        var first = await bench.PublishAsync("One");
        var interrupted = new PackageStore(new Interrupting(bench.Tables, () => bench.PublishAsync("Two")), bench.Blobs, bench.Time);
        var third = await interrupted.PublishAsync("shop", StoreBench.Greeting("Three"), "tests");

        Assert.Equal(third, await bench.Store().CurrentAsync("shop"));
        Assert.Equal(3, (await bench.Store().ListAsync("shop")).Count);
        Assert.NotEqual(first, third);
    }

    /// <summary>Lets another publish before its first commit.</summary>
    private sealed class Interrupting(ITables inner, Func<Task> other) : ITables
    {
        private bool done;

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => inner.GetAsync(table, partition, key, ct);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) => inner.RangeAsync(table, partition, from, to, take, ct);

        public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
        {
            if (!done)
            {
                done = true;
                await other();
            }

            return await inner.CommitAsync(table, partition, writes, ct);
        }
    }
}
