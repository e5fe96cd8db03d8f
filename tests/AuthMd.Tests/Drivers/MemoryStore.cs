using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AuthMd.Tests.Drivers;

/// <summary>A store as the contract has it: one winner a version, keys as promised. It never purges, so nobody can rely on that.</summary>
public sealed class MemoryStore : IAuthMdStore
{
    private readonly ConcurrentDictionary<(string Kind, string Key), StoredEntry> entries = [];
    private long version;
    private long reads;

    /// <summary>Entries of these kinds can neither be read nor written.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>Awaited before an operation ("read", "write", "delete") on a kind, so that a test decides who is faster.</summary>
    public Func<string, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public long Reads => Interlocked.Read(ref reads);

    /// <summary>Everything at rest.</summary>
    public IEnumerable<(string Kind, StoredEntry Entry)> All => entries.Select(entry => (entry.Key.Kind, entry.Value));

    public async Task<StoredEntry?> ReadAsync(string kind, string key, CancellationToken ct)
    {
        Check(kind, key);
        await Task.Yield();
        await Before("read", kind);
        Interlocked.Increment(ref reads);
        return entries.GetValueOrDefault((kind, key));
    }

    public async Task<string?> WriteAsync(string kind, string key, string? etag, string json, DateTimeOffset? until, CancellationToken ct)
    {
        Check(kind, key);
        await Task.Yield();
        await Before("write", kind);
        var next = new StoredEntry(key, json, Interlocked.Increment(ref version).ToString(CultureInfo.InvariantCulture));
        if (etag is null) return entries.TryAdd((kind, key), next) ? next.ETag : null;
        return entries.TryGetValue((kind, key), out var now) && now.ETag == etag && entries.TryUpdate((kind, key), next, now) ? next.ETag : null;
    }

    public async Task<bool> DeleteAsync(string kind, string key, string etag, CancellationToken ct)
    {
        Check(kind, key);
        await Task.Yield();
        await Before("delete", kind);
        return entries.TryGetValue((kind, key), out var now) && now.ETag == etag && entries.TryRemove(new((kind, key), now));
    }

    public async IAsyncEnumerable<StoredEntry> ListAsync(string kind, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        foreach (var (at, entry) in entries)
            if (at.Kind == kind) yield return entry;
    }

    private void Check(string kind, string key)
    {
        if (key.Length is 0 or > 200 || !key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':'))
            throw new ArgumentException($"'{key}' is no key.", nameof(key));
        if (Broken.Contains(kind)) throw new IOException($"The store has lost '{kind}'.");
    }
}
