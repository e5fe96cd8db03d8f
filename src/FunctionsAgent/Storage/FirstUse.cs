using System.Collections.Concurrent;

namespace FunctionsAgent.Storage;

/// <summary>Runs an idempotent creation once per process and name; one that failed is forgotten, so the next caller tries again.</summary>
internal sealed class FirstUse
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _created = new(StringComparer.Ordinal);

    public async Task EnsureAsync(string name, Func<Task> create, CancellationToken ct)
    {
        var first = _created.GetOrAdd(name, _ => new Lazy<Task>(create));
        try
        {
            // One caller's cancellation must not fail the creation that others wait for.
            await first.Value.WaitAsync(ct);
        }
        catch when (first.Value.IsCompleted && !first.Value.IsCompletedSuccessfully)
        {
            _created.TryRemove(new(name, first));
            throw;
        }
    }

    /// <summary>Somebody removed it meanwhile: create it again on the next use.</summary>
    public void Forget(string name) => _created.TryRemove(name, out _);
}
