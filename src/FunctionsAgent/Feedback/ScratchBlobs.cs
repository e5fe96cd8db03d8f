using System.Collections.Concurrent;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>Blobs of this process alone, on top of others that are only read: a roll-up that stores nothing.</summary>
internal sealed class ScratchBlobs(IBlobs? below = null) : IBlobs
{
    private readonly ConcurrentDictionary<string, byte[]> own = new(StringComparer.Ordinal);

    public Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default)
    {
        own[name] = bytes.ToArray();
        return Task.CompletedTask;
    }

    public Task<bool> PutNewAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => Task.FromResult(own.TryAdd(name, bytes.ToArray()));

    public async Task<byte[]?> GetAsync(string name, CancellationToken ct = default) => own.TryGetValue(name, out var bytes) ? bytes : below is null ? null : await below.GetAsync(name, ct);

    /// <summary>What stands here stands there from now on.</summary>
    public async Task CopyAsync(IBlobs target, CancellationToken ct)
    {
        foreach (var (name, bytes) in own) await target.PutAsync(name, bytes, ct);
    }

    public Task DeleteAsync(string name, CancellationToken ct = default)
    {
        own.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
