using Azure.Storage.Blobs;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Storage;

namespace FunctionsAgent.Tests.Peers;

[Trait("Category", "Peers")]
[Collection(AzuriteTests.Name)]
public sealed class AzureBlobsTests(Azurite azurite) : BlobsContract, IAsyncLifetime
{
    public Task InitializeAsync() => azurite.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override Task<IBlobs> OpenAsync() => Task.FromResult<IBlobs>(AzureBlobs.Create(azurite.ConnectionString));

    [Fact]
    public async Task A_container_removed_meanwhile_reads_as_busy_and_is_there_for_the_next_try()
    {
        var blobs = await OpenAsync();
        await blobs.PutAsync("content/a", new byte[] { 1 });
        await new BlobContainerClient(azurite.ConnectionString, AzureBlobs.Container).DeleteAsync();

        await Assert.ThrowsAsync<StoreBusyException>(() => blobs.PutAsync("content/a", new byte[] { 1 }));
        await blobs.PutAsync("content/a", new byte[] { 1 });
        Assert.Equal([1], await blobs.GetAsync("content/a"));
    }
}
