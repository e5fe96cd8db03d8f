using System.Collections.Concurrent;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Stands before the host's blobs and looks at those of the roll-up: fails, counts, spoils.</summary>
internal sealed class FailingBlobs : IBlobs
{
    private readonly ConcurrentDictionary<string, byte> names = new(StringComparer.Ordinal);
    private IBlobs inner = null!;
    private int puts;

    public bool Broken { get; set; }

    public Func<string, bool>? FailsAt { get; set; }

    public int Puts => puts;

    public IEnumerable<string> Names => names.Keys;

    public IBlobs Over(IBlobs blobs)
    {
        inner = blobs;
        return this;
    }

    public async Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default)
    {
        if (!IsRollUp(name))
        {
            await inner.PutAsync(name, bytes, ct);
            return;
        }
        if (Broken || FailsAt?.Invoke(name) == true) throw new StoreBusyException($"{name} cannot be written.");
        await inner.PutAsync(name, bytes, ct);
        names[name] = 0;
        Interlocked.Increment(ref puts);
    }

    public Task<bool> PutNewAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default) => inner.PutNewAsync(name, bytes, ct);

    public Task<byte[]?> GetAsync(string name, CancellationToken ct = default) => inner.GetAsync(name, ct);

    public Task DeleteAsync(string name, CancellationToken ct = default)
    {
        names.TryRemove(name, out _);
        return inner.DeleteAsync(name, ct);
    }

    public void Remove(Func<string, bool> which)
    {
        foreach (var name in names.Keys.Where(which)) DeleteAsync(name).GetAwaiter().GetResult();
    }

    public void Spoil(Func<string, bool> which, Func<byte[], byte[]> change)
    {
        foreach (var name in names.Keys.Where(which)) inner.PutAsync(name, change(inner.GetAsync(name).GetAwaiter().GetResult()!)).GetAwaiter().GetResult();
    }

    private static bool IsRollUp(string name) => name.StartsWith("kpi/", StringComparison.Ordinal);
}
