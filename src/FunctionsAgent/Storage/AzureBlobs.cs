using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace FunctionsAgent.Storage;

/// <summary><see cref="IBlobs"/> on Azure Blob Storage: one container, created on its first use, a folder is part of the name.</summary>
public sealed class AzureBlobs : IBlobs
{
    /// <summary>The container of everything the runtime keeps; infra/ declares the same name.</summary>
    public const string Container = "functionsagent";

    private readonly BlobContainerClient _container;
    private readonly FirstUse _created = new();

    internal AzureBlobs(Func<BlobClientOptions, BlobServiceClient> connect) => _container = connect(Options()).GetBlobContainerClient(Container);

    /// <summary>By address and identity: the role Storage Blob Data Contributor is enough.</summary>
    public static AzureBlobs Create(Uri service, TokenCredential? credential = null) =>
        new(options => new BlobServiceClient(service, credential ?? new DefaultAzureCredential(), options));

    /// <summary>By connection string: Azurite's <c>UseDevelopmentStorage=true</c>, or an account with keys.</summary>
    public static AzureBlobs Create(string connectionString) => new(options => new BlobServiceClient(connectionString, options));

    public Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default) =>
        CallAsync(name, async blob => (await blob.UploadAsync(new BinaryData(bytes), overwrite: true, ct)).Value, ct);

    public Task<bool> PutNewAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => CallAsync(name, async blob =>
    {
        try
        {
            await blob.UploadAsync(new BinaryData(bytes), overwrite: false, ct);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 && e.ErrorCode is "BlobAlreadyExists" or "ConditionNotMet")
        {
            return false;
        }
    }, ct);

    public Task<byte[]?> GetAsync(string name, CancellationToken ct = default) => CallAsync(name, async blob =>
    {
        try
        {
            var answer = await blob.DownloadContentAsync(ct);
            return answer.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404 && !AzureFailures.IsMissing(e))
        {
            return null;
        }
    }, ct);

    public Task DeleteAsync(string name, CancellationToken ct = default) =>
        CallAsync(name, async blob => (await blob.DeleteIfExistsAsync(cancellationToken: ct)).Value, ct);

    private async Task<T> CallAsync<T>(string name, Func<BlobClient, Task<T>> call, CancellationToken ct, [CallerMemberName] string verb = "")
    {
        var blob = _container.GetBlobClient(BlobName.Check(name));
        try
        {
            await _created.EnsureAsync(_container.Name, () => _container.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None), ct);
            return await call(blob);
        }
        catch (Exception e) when (AzureFailures.IsBusy(e, ct))
        {
            if (e is RequestFailedException r && AzureFailures.IsMissing(r)) _created.Forget(_container.Name);
            throw AzureFailures.Busy($"{_container.Name}/{name}: {verb} failed", e);
        }
    }

    // A repeated put writes the same bytes under the same name: unlike a commit it may be sent again.
    private static BlobClientOptions Options() => new() { RetryPolicy = new ShortRetry(2), Retry = { NetworkTimeout = TimeSpan.FromSeconds(30) } };
}
