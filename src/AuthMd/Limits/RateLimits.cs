using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AuthMd.Limits;

/// <summary>
/// Sliding windows in the store, shared by all instances (specification §17). What was refused does not count. A store that
/// fails lets pass: limits protect the service, they are not what keeps strangers out.
/// Who waits for the same window while it is written is counted together with one write.
/// </summary>
public sealed partial class RateLimits(IAuthMdStore store, TimeProvider time, ILogger<RateLimits> logger) : IDisposable
{
    private const string Kind = "limit";
    private const int Slices = 60, Tries = 32;

    // Requests of one instance queue here instead of chasing each other's versions of a busy window.
    private readonly LimitTurn[] turns = [.. Enumerable.Range(0, 64).Select(_ => new LimitTurn())];

    /// <summary>Counts one.</summary>
    /// <param name="name">What is limited: <c>anonymous</c>.</param>
    /// <param name="key">Whose: an address, a hash, a login hint; hashed at rest.</param>
    /// <param name="limit">Null: none.</param>
    /// <exception cref="RefusalException">429 <c>rate_limit_exceeded</c>, with when to come back.</exception>
    public async Task SpendAsync(string name, string key, Limit? limit, CancellationToken ct)
    {
        if (limit is null) return;
        try
        {
            var hash = Secrets.Hash($"{name}:{key}");
            var turn = turns[(uint)hash.GetHashCode(StringComparison.Ordinal) % turns.Length];
            if (await turn.TakeAsync(hash, together => CountAsync(hash, together, limit), ct) is { } wait) throw Exceeded(wait);
        }
        catch (Exception failure) when (failure is not RefusalException && !ct.IsCancellationRequested)
        {
            LogOpen(logger, failure, name);
        }
    }

    /// <summary>Counts one of an address: of IPv6 its /64, which one caller has whole. Without an address nothing is counted.</summary>
    /// <exception cref="RefusalException">429 <c>rate_limit_exceeded</c>, with when to come back.</exception>
    public Task SpendAsync(string name, IPAddress? from, Limit? limit, CancellationToken ct) =>
        from is null ? Task.CompletedTask : SpendAsync(name, Network(from), limit, ct);

    public void Dispose()
    {
        foreach (var turn in turns) turn.Dispose();
    }

    /// <summary>How many of so many pass, and how long the others wait. One who hangs up does not take the others' count away: nothing is cancelled.</summary>
    private async Task<(int Passed, TimeSpan Wait)> CountAsync(string hash, int together, Limit limit)
    {
        for (var n = 0; n < Tries; n++)
        {
            var entry = await store.ReadAsync(Kind, hash, CancellationToken.None);
            var now = time.GetUtcNow();
            var window = Window.Of(entry?.Json, limit, now);
            var passed = Math.Clamp(window.Room(limit), 0, together);
            var after = window.With(now, passed);
            if (passed == 0 || await store.WriteAsync(Kind, hash, entry?.ETag, after.Json(), now + limit.Window + limit.Window, CancellationToken.None) is not null)
                return (passed, after.Wait(limit, now) ?? TimeSpan.Zero);
        }
        return (0, TimeSpan.FromSeconds(1));
    }

    private static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static RefusalException Exceeded(TimeSpan wait) =>
        new(429, "rate_limit_exceeded", "Too many requests of this kind. Wait as long as retry_after says.") { RetryAfter = wait };

    /// <summary>Counts by slice, a sixtieth of the window: small however high the limit, and never more than the limit in any span of its length.</summary>
    private sealed record Window(TimeSpan Slice, SortedDictionary<long, int> Counts)
    {
        public static Window Of(string? json, Limit limit, DateTimeOffset now)
        {
            var slice = limit.Window / Slices;
            var counts = json is null ? [] : JsonSerializer.Deserialize<SortedDictionary<long, int>>(json)!;
            var oldest = (now - limit.Window).UtcTicks / slice.Ticks;
            foreach (var gone in counts.Keys.Where(start => start < oldest).ToList()) counts.Remove(gone);
            return new(slice, counts);
        }

        public int Room(Limit limit) => limit.Count - Counts.Values.Sum();

        /// <summary>Null: there is room.</summary>
        public TimeSpan? Wait(Limit limit, DateTimeOffset now)
        {
            var over = 1 - Room(limit);
            if (over <= 0) return null;
            foreach (var (start, count) in Counts)
                if ((over -= count) <= 0) return new DateTimeOffset((start + 1) * Slice.Ticks, TimeSpan.Zero) + limit.Window - now;
            return limit.Window;
        }

        public Window With(DateTimeOffset now, int more)
        {
            var slice = now.UtcTicks / Slice.Ticks;
            if (more > 0) Counts[slice] = Counts.GetValueOrDefault(slice) + more;
            return this;
        }

        public string Json() => JsonSerializer.Serialize(Counts);
    }

    [LoggerMessage(1, LogLevel.Warning, "The limit {Limit} could not be counted; the request passes.")]
    private static partial void LogOpen(ILogger logger, Exception failure, string limit);
}
