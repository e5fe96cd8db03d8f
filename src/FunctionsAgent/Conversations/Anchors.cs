using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>
/// The heads of a day's conversations, written once: who later rewrites a log, and its head with it, cannot rewrite what was
/// said about it here. Blob <c>anchors/{day}-{shard}</c> holds sequence and hash of each thread of the day, and the hash of the
/// anchor before. On Azure an immutability policy on the container makes "once" the storage's own promise.
/// </summary>
public sealed class Anchors(ITables tables, IBlobs blobs, Indexes indexes, TimeProvider time)
{
    private const int CatchUpDays = 7;

    /// <summary>How long behind a log's last day its anchor is looked for.</summary>
    private const int LookBehindDays = 31;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Anchor(string Day, string? Prev, SortedDictionary<string, Mark> Heads);

    /// <summary>Yesterday, and the days before that have none yet. What is there already stays as it is.</summary>
    public async Task WriteAsync(IReadOnlyCollection<string> agents, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var back = CatchUpDays; back >= 1; back--)
            for (var shard = 0; shard < Indexes.DayShards; shard++)
                if (await blobs.GetAsync(Name(today.AddDays(-back), shard), ct) is null) await WriteAsync(agents, today.AddDays(-back), shard, ct);
    }

    /// <summary>The last anchor that knows the thread, of the days named or soon after the last of them.</summary>
    public async Task<(string Day, Mark Mark)?> LastAsync(string thread, IReadOnlyCollection<string> days, CancellationToken ct)
    {
        if (days.Count == 0) return null;
        var last = DateOnly.ParseExact(days.Max(StringComparer.Ordinal)!, Form, CultureInfo.InvariantCulture);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var behind = Enumerable.Range(1, LookBehindDays).Select(last.AddDays).Where(day => day <= today).Select(Text);
        foreach (var day in days.Concat(behind).Distinct().OrderDescending(StringComparer.Ordinal))
            if (await ReadAsync(DateOnly.ParseExact(day, Form, CultureInfo.InvariantCulture), Indexes.Shard(thread), ct) is { } anchor && anchor.Heads.TryGetValue(thread, out var mark)) return (day, mark);
        return null;
    }

    private async Task WriteAsync(IReadOnlyCollection<string> agents, DateOnly day, int shard, CancellationToken ct)
    {
        var heads = new SortedDictionary<string, Mark>(StringComparer.Ordinal);
        foreach (var agent in agents)
            await foreach (var row in indexes.OfDayAsync(agent, Text(day), shard, ct))
                if (await tables.GetAsync(Keys.Table, row.Key, Keys.Head, ct) is { } head && Head.Parse(head.Cells.Json!) is { Hash: { } hash } at) heads[row.Key] = new Mark(at.Seq, hash);
        string? prev = null;
        for (var back = 1; prev is null && back <= CatchUpDays; back++) prev = await blobs.GetAsync(Name(day.AddDays(-back), shard), ct) is { } before ? Hashing.Of(before) : null;
        await blobs.PutNewAsync(Name(day, shard), JsonSerializer.SerializeToUtf8Bytes(new Anchor(Text(day), prev, heads), Options), ct);
    }

    private async Task<Anchor?> ReadAsync(DateOnly day, int shard, CancellationToken ct) =>
        await blobs.GetAsync(Name(day, shard), ct) is { } bytes ? JsonSerializer.Deserialize<Anchor>(bytes, Options) : null;

    private const string Form = "yyyy-MM-dd";

    private static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static string Name(DateOnly day, int shard) => $"anchors/{Text(day)}-{shard:x}";
}

/// <summary>Where a log stood.</summary>
public sealed record Mark(long Seq, string Hash);
