using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Storage;

public sealed class FileBlobsTests : BlobsContract, IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override Task<IBlobs> OpenAsync() => Task.FromResult<IBlobs>(new FileBlobs(_directory.File("blobs")));

    [Fact]
    public async Task What_a_dying_process_left_half_written_is_cleared_at_the_next_start()
    {
        await OpenAsync();
        var left = Path.Combine(_directory.File("blobs"), ".unfinished", "half");
        await File.WriteAllTextAsync(left, "half");

        await OpenAsync();

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_busy_and_recovers()
    {
        var blobs = await OpenAsync();
        await File.WriteAllTextAsync(Path.Combine(_directory.File("blobs"), "content"), "in the way of the folder");

        await Assert.ThrowsAsync<StoreBusyException>(() => blobs.PutAsync("content/a", new byte[] { 1 }));

        File.Delete(Path.Combine(_directory.File("blobs"), "content"));
        await blobs.PutAsync("content/a", new byte[] { 1 });
        Assert.Equal([1], await blobs.GetAsync("content/a"));
    }
}
