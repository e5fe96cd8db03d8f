using System.Collections.Concurrent;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Agents;

/// <summary>
/// The agents this process serves: those it began with, and with a store those that any instance published since.
/// Unknown names are answered with null; a version that is nowhere any more with the current one.
/// </summary>
/// <param name="packages">At the start; the first of a name is its current version. One written in C# is never replaced by a published one.</param>
/// <param name="store">Null: nothing but <paramref name="packages"/> is served.</param>
public sealed partial class Packages(
    IReadOnlyCollection<Package> packages, PackageStore? store = null, PackageContext? context = null, TimeProvider? time = null, ILogger<Packages>? logger = null)
{
    /// <summary>Versions kept that are no agent's current one.</summary>
    public const int MaxPinned = 16;

    /// <summary>How old what is known of other instances' publishing may be.</summary>
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(10);

    private readonly PinnedPackages pinned = new(MaxPinned);
    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private readonly ILogger logger = logger ?? NullLogger<Packages>.Instance;
    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<(string Agent, string Version), bool> refused = [];
    private Served[] served = [.. packages.Select(package => new Served(package, package.Version))];
    private long refreshedAt;
    private int refreshing;

    private sealed record Served(Package Package, string Version);

    public IReadOnlyList<Package> All => [.. Volatile.Read(ref served).Select(s => s.Package)];

    public Package? Find(string agent) => Volatile.Read(ref served).FirstOrDefault(s => s.Package.Name == agent)?.Package;

    /// <summary>The pinned version where this process still has it, else the current one.</summary>
    public Package? Find(string agent, string? version) => Held(agent, version) ?? Find(agent);

    /// <summary>The pinned version, from the store where this process does not have it; the current one where it is nowhere.</summary>
    /// <exception cref="PermanentException">The version was published and cannot be read any more.</exception>
    /// <exception cref="StoreBusyException">Try again.</exception>
    public async Task<Package?> FindAsync(string agent, string? version, CancellationToken ct)
    {
        await RefreshIfDueAsync(ct);
        if (version is null || store is null || context is null || pinned.IsUnknown(agent, version)) return Find(agent, version);
        if (Held(agent, version) is { } held) return held;

        var found = await LoadAsync(agent, version, ct);
        pinned.Put(agent, version, found);
        return found ?? Find(agent);
    }

    /// <summary>Looks for what was published since, by whichever instance.</summary>
    /// <exception cref="StoreBusyException">Try again.</exception>
    public async Task RefreshAsync(CancellationToken ct)
    {
        if (store is null || context is null) return;
        foreach (var agent in await store.AgentsAsync(ct))
        {
            if (await store.CurrentAsync(agent, ct) is not { } version) continue;
            var now = Volatile.Read(ref served).FirstOrDefault(s => s.Package.Name == agent);
            if (now is { Package.Files: null } || now?.Version == version || refused.ContainsKey((agent, version))) continue;
            try
            {
                if ((Held(agent, version) ?? await LoadAsync(agent, version, ct)) is { } package) Serve(package);
            }
            catch (PermanentException e)
            {
                // The version served so far is better than none, and reading it again would fail again.
                refused[(agent, version)] = true;
                Log.Refused(logger, agent, version, e.Message);
            }
        }
    }

    private async Task RefreshIfDueAsync(CancellationToken ct)
    {
        var last = Volatile.Read(ref refreshedAt);
        if (store is null || (last != 0 && clock.GetElapsedTime(last) < RefreshEvery) || Interlocked.Exchange(ref refreshing, 1) == 1) return;
        try
        {
            Volatile.Write(ref refreshedAt, clock.GetTimestamp());
            await RefreshAsync(ct);
        }
        catch (StoreBusyException e)
        {
            Log.Later(logger, e.Message);
        }
        finally
        {
            Volatile.Write(ref refreshing, 0);
        }
    }

    private Package? Held(string agent, string? version) =>
        version is null ? null : Array.Find(Volatile.Read(ref served), s => s.Package.Name == agent && s.Version == version)?.Package ?? pinned.Find(agent, version);

    private async Task<Package?> LoadAsync(string agent, string version, CancellationToken ct)
    {
        if (await store!.LoadAsync(agent, version, ct) is not { } files) return null;
        var learned = await store.LearnedAsync(files, ct);
        var (package, errors) = PackageReader.Read(files, context!, learned);
        // Published by another version of this program, or damaged: the next instance need not learn it again.
        if (learned is null && package is not null) await store.KeepAsync(files, package.Learned, ct);
        return package ?? throw new PermanentException("package-unreadable", $"{agent} {version} was published, and this program cannot read it: {string.Join(' ', errors.Take(3))}");
    }

    private void Serve(Package package)
    {
        lock (writing)
        {
            var before = Array.FindIndex(served, s => s.Package.Name == package.Name);
            if (before >= 0) pinned.Put(package.Name, served[before].Version, served[before].Package);
            var next = new Served(package, package.Version);
            Volatile.Write(ref served, before >= 0 ? [.. served[..before], next, .. served[(before + 1)..]] : [.. served, next]);
        }

        Log.Serving(logger, package.Name, package.Version);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Agent} is now served in version {Version}")]
        public static partial void Serving(ILogger logger, string agent, string version);

        [LoggerMessage(2, LogLevel.Error, "{Agent}: version {Version} was published and cannot be served; the one before is kept: {Reason}")]
        public static partial void Refused(ILogger logger, string agent, string version, string reason);

        [LoggerMessage(3, LogLevel.Information, "Whether agents were published is asked later: {Reason}")]
        public static partial void Later(ILogger logger, string reason);
    }
}
