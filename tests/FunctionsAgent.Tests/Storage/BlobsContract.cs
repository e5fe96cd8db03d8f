using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Storage;

/// <summary>What every <see cref="IBlobs"/> does.</summary>
public abstract class BlobsContract
{
    /// <summary>Opens the store; called again on the same one, it finds what was put before.</summary>
    protected abstract Task<IBlobs> OpenAsync();

    [Theory]
    [InlineData("abc", 0)]
    [InlineData("content/AbC_-9", 1)]
    [InlineData("content/abcdef", 1_000_000)]
    public async Task A_blob_is_read_back_also_by_the_next_process(string name, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);

        await (await OpenAsync()).PutAsync(name, bytes);

        Assert.Equal(bytes, await (await OpenAsync()).GetAsync(name));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("nowhere/nothing")]
    public async Task What_is_not_there_is_null_and_deleting_it_is_harmless(string name)
    {
        var blobs = await OpenAsync();

        Assert.Null(await blobs.GetAsync(name));
        await blobs.DeleteAsync(name);
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_its_neighbour_is_not()
    {
        var blobs = await OpenAsync();
        await blobs.PutAsync("content/a", new byte[] { 1 });
        await blobs.PutAsync("content/b", new byte[] { 2 });

        await blobs.DeleteAsync("content/a");
        await blobs.DeleteAsync("content/a");

        Assert.Null(await blobs.GetAsync("content/a"));
        Assert.Equal([2], await blobs.GetAsync("content/b"));
    }

    [Fact]
    public async Task What_is_written_once_stays_and_of_many_writers_one_wins()
    {
        var blobs = await OpenAsync();
        Assert.True(await blobs.PutNewAsync("anchors/a", new byte[] { 1 }));
        Assert.False(await blobs.PutNewAsync("anchors/a", new byte[] { 2 }));
        Assert.Equal([1], (await blobs.GetAsync("anchors/a"))!);

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => blobs.PutNewAsync("anchors/b", new[] { (byte)i }))));
        var winner = Array.IndexOf(won, true);
        Assert.Single(won, one => one);
        Assert.Equal([(byte)winner], (await blobs.GetAsync("anchors/b"))!);
    }

    [Fact]
    public async Task Many_puts_of_one_name_leave_one_whole_blob()
    {
        var blobs = await OpenAsync();
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => blobs.PutAsync("content/same", bytes))));

        Assert.Equal(bytes, await blobs.GetAsync("content/same"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../up")]
    [InlineData("content/..")]
    [InlineData("content/../../etc")]
    [InlineData("/etc/passwd")]
    [InlineData("content/a/b")]
    [InlineData("content/")]
    [InlineData("content//a")]
    [InlineData("a.b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    [InlineData("C:a")]
    public async Task A_name_that_could_lead_elsewhere_is_refused(string name)
    {
        var blobs = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => blobs.PutAsync(name, new byte[] { 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => blobs.GetAsync(name));
        await Assert.ThrowsAsync<ArgumentException>(() => blobs.DeleteAsync(name));
    }
}
