using System.Collections.Concurrent;
using System.Collections.Immutable;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Agents;

/// <summary>
/// What an agent may answer from now: its version's articles, but for those that were retired or updated since, by whichever instance. What was decided
/// elsewhere is known here within <see cref="RefreshEvery"/>, what was decided here at once.
/// </summary>
public sealed partial class LiveKnowledge(ArticleStore store, TimeProvider time, ILogger<LiveKnowledge>? logger = null)
{
    /// <summary>How old what is known of other instances' changes may be.</summary>
    public static readonly TimeSpan RefreshEvery = Packages.RefreshEvery;

    private readonly ILogger logger = logger ?? NullLogger<LiveKnowledge>.Instance;
    private readonly ConcurrentDictionary<string, Known> agents = new(StringComparer.Ordinal);

    private sealed class Known
    {
        public SemaphoreSlim Reading { get; } = new(1, 1);

        public volatile ArticleOverlay? Overlay;

        public long ReadAt;

        public ImmutableDictionary<string, (string Stamp, KnowledgeIndex Index)> Indexes = [];
    }

    /// <summary>Null for an agent without articles.</summary>
    /// <exception cref="StoreBusyException">Nothing is known yet; try again.</exception>
    public async Task<KnowledgeIndex?> OfAsync(Package package, CancellationToken ct)
    {
        if (package.Knowledge is not { } index) return null;
        var known = agents.GetOrAdd(package.Name, _ => new());
        var overlay = await OverlayAsync(package.Name, known, ct);
        if (overlay.Changes.IsEmpty) return index;
        if (known.Indexes.TryGetValue(package.Version, out var made) && made.Stamp == overlay.Stamp) return made.Index;

        index = overlay.Apply(index, package.Articles);
        // Versions come and go; those that conversations still have are few.
        known.Indexes = (known.Indexes.Count < Packages.MaxPinned ? known.Indexes : []).SetItem(package.Version, (overlay.Stamp, index));
        return index;
    }

    /// <summary>The changes themselves.</summary>
    /// <exception cref="StoreBusyException">Nothing is known yet; try again.</exception>
    public Task<ArticleOverlay> OverlayAsync(string agent, CancellationToken ct) => OverlayAsync(agent, agents.GetOrAdd(agent, _ => new()), ct);

    /// <summary>Reads them now, whenever they were read last.</summary>
    /// <exception cref="StoreBusyException">Try again.</exception>
    public async Task<ArticleOverlay> RefreshAsync(string agent, CancellationToken ct)
    {
        var known = agents.GetOrAdd(agent, _ => new());
        await known.Reading.WaitAsync(ct);
        try
        {
            return await ReadAsync(agent, known, ct);
        }
        finally
        {
            known.Reading.Release();
        }
    }

    private async Task<ArticleOverlay> OverlayAsync(string agent, Known known, CancellationToken ct)
    {
        if (known.Overlay is { } fresh && !IsDue(known)) return fresh;
        await known.Reading.WaitAsync(ct);
        try
        {
            return known.Overlay is { } read && !IsDue(known) ? read : await ReadAsync(agent, known, ct);
        }
        catch (StoreBusyException e) when (known.Overlay is not null)
        {
            // What was known is better than no answer; the next one asks again.
            Log.Later(logger, agent, e.Message);
            return known.Overlay!;
        }
        finally
        {
            known.Reading.Release();
        }
    }

    private bool IsDue(Known known) => time.GetElapsedTime(Volatile.Read(ref known.ReadAt)) >= RefreshEvery;

    private async Task<ArticleOverlay> ReadAsync(string agent, Known known, CancellationToken ct)
    {
        var at = time.GetTimestamp();
        var overlay = await store.ReadAsync(agent, known.Overlay ?? ArticleOverlay.None, ct);
        known.Overlay = overlay;
        Volatile.Write(ref known.ReadAt, at);
        return overlay;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Agent}: which articles were retired or updated is asked later: {Reason}")]
        public static partial void Later(ILogger logger, string agent, string reason);
    }
}
